/*
 * floor.c: the cheapest fan-out that one thread can do with one send per listener and tick. It makes up its bytes: no
 * parsing, no frames, no features. What a real server costs beyond it is the price of being one.
 *
 * usage: floor PORT BITRATE_BPS TICK_MS METAINT        (METAINT 0: no metadata)
 * build: gcc -O2 -o floor floor.c
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define RING_BYTES (1 << 22)
#define BURST_BYTES 64000
#define MAX_SOCKETS 1048576
#define MAX_PIECES 64
#define EVENTS 1024

typedef struct {
    int fd;
    uint64_t position; /* of its next byte, counted from the beginning of the stream */
    uint32_t left;     /* audio bytes before its next metadata block */
    int on;            /* has sent its request */
} Listener;

static char ring[RING_BYTES];
static uint64_t head; /* the live edge */
static uint32_t metaint;
static char unchanged; /* an empty metadata block */

static const char answer[] = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-metaint: 16000\r\n\r\n";

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

/* Sends what the listener has not got yet: audio, and one empty metadata block every metaint bytes. A short write
   resumes exactly. */
static void flush(Listener *l) {
    struct iovec pieces[MAX_PIECES];
    int count = 0;
    uint64_t available = head - l->position, position = l->position;
    uint32_t left = l->left;
    while (available && count < MAX_PIECES - 4) {
        if (metaint && !left) {
            pieces[count++] = (struct iovec){&unchanged, 1};
            left = metaint;
        }
        uint64_t part = available, offset = position & (RING_BYTES - 1);
        if (part > RING_BYTES - offset)
            part = RING_BYTES - offset;
        if (metaint && part > left)
            part = left;
        pieces[count++] = (struct iovec){ring + offset, part};
        position += part;
        available -= part;
        if (metaint)
            left -= part;
    }
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = count};
    ssize_t taken = sendmsg(l->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    for (int i = 0; taken > 0 && i < count; i++) {
        size_t part = pieces[i].iov_len < (size_t)taken ? pieces[i].iov_len : (size_t)taken;
        taken -= part;
        if (pieces[i].iov_base == &unchanged) {
            l->left = metaint;
        } else {
            l->position += part;
            if (metaint)
                l->left -= part;
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: floor PORT BITRATE_BPS TICK_MS METAINT\n");
        return 2;
    }
    int port = atoi(argv[1]);
    double bytes_per_second = atof(argv[2]) / 8, tick = atof(argv[3]) / 1e3;
    metaint = atoi(argv[4]);

    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int i = 0; i < RING_BYTES; i++)
        ring[i] = i * 2654435761u >> 24;

    int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(server, (void *)&address, sizeof address) < 0 || listen(server, 4096) < 0) {
        perror("floor");
        return 1;
    }
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = server}, events[EVENTS];
    epoll_ctl(epoll, EPOLL_CTL_ADD, server, &event);

    Listener **by_fd = calloc(MAX_SOCKETS, sizeof *by_fd);
    int *audience = calloc(MAX_SOCKETS, sizeof *audience), count = 0;
    char request[4096];
    head = RING_BYTES / 2;
    double began = now(), next = began + tick;
    uint64_t began_at = head;

    for (;;) {
        double wait_ms = (next - now()) * 1e3;
        int ready = epoll_wait(epoll, events, EVENTS, wait_ms < 0 ? 0 : (int)wait_ms);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == server) {
                int accepted;
                while ((accepted = accept4(server, 0, 0, SOCK_NONBLOCK)) >= 0) {
                    struct epoll_event e = {.events = EPOLLIN, .data.fd = accepted};
                    epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &e);
                    by_fd[accepted] = calloc(1, sizeof(Listener));
                    by_fd[accepted]->fd = accepted;
                }
                continue;
            }
            Listener *l = by_fd[fd];
            if (recv(fd, request, sizeof request, 0) <= 0) {
                for (int j = 0; j < count; j++)
                    if (audience[j] == fd) {
                        audience[j] = audience[--count];
                        break;
                    }
                close(fd);
                free(l);
                by_fd[fd] = 0;
            } else if (!l->on) {
                l->on = 1;
                send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
                l->position = head - BURST_BYTES;
                l->left = metaint;
                head = began_at + (uint64_t)((now() - began) * bytes_per_second);
                flush(l);
                audience[count++] = fd;
            }
        }
        double t = now();
        if (t < next)
            continue;
        next += tick;
        head = began_at + (uint64_t)((t - began) * bytes_per_second);
        for (int j = 0; j < count; j++)
            flush(by_fd[audience[j]]);
    }
}
