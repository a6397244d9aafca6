// FilesystemScanner
