#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

struct visit {
    int32_t network;
    void (*body)(void *);
    void *argument;
    int32_t failure;
};

static void *visit(void *argument) {
    struct visit *visit = argument;
    if (setns(visit->network, CLONE_NEWNET) != 0) {
        visit->failure = errno;
    } else {
        visit->body(visit->argument);
    }
    return NULL;
}

int32_t clinux_inside_network(int32_t network, void (*body)(void *), void *argument) {
    struct visit visiting = {.network = network, .body = body, .argument = argument};
    pthread_t thread;
    int failure = pthread_create(&thread, NULL, visit, &visiting);
    if (failure != 0) {
        return failure;
    }
    pthread_join(thread, NULL);
    return visiting.failure;
}

uint64_t clinux_network_of_socket(int32_t socket) {
    uint64_t number = 0;
    socklen_t length = sizeof number;
    return getsockopt(socket, SOL_SOCKET, SO_NETNS_COOKIE, &number, &length) == 0 ? number : 0;
}
