/// Services that show what they keep on other machines as a file system.
enum MountedServices {
    /// The service behind a mount; nothing for file systems of this machine and for plain network shares.
    static func service(of mount: MountTable.Mount) -> String? {
        switch mount.type {
        case "fuse.rclone": return "rclone"
        case "fuse.google-drive-ocamlfuse": return "google-drive"
        case "fuse.pcloud", "fuse.pCloud.fs": return "pcloud"
        case "fuse.onedriver": return "onedrive"
        case "fuse.seadrive": return "seafile"
        case "fuse.s3fs", "fuse.goofys", "fuse.mount-s3", "fuse.gcsfuse", "fuse.blobfuse2": return "object-storage"
        case "davfs", "fuse.davfs": return "webdav"
        case "fuse": return mount.source.elementsEqual("pCloud.fs".utf8) ? "pcloud" : nil
        default: return nil
        }
    }

    /// The service whose account GNOME shows below a folder of its own, `…/gvfs/google-drive:host=…`.
    static func service(below mount: [UInt8], type: String, path: [UInt8]) -> String? {
        guard type == "fuse.gvfsd-fuse", path.count > mount.count + 1 else { return nil }
        let name = String(decoding: path[(mount.count + 1)...].prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        switch name {
        case "google-drive": return "google-drive"
        case "onedrive": return "onedrive"
        case "dav", "davs": return "webdav"
        default: return nil
        }
    }

    /// Whether a file system's files are kept by another machine of the network.
    static func isNetwork(_ type: String) -> Bool {
        [
            "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "fuse.sshfs", "fuse.glusterfs", "afs", "davfs",
            "lustre",
        ]
        .contains(type)
    }
}
