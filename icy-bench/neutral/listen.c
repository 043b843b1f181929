/*
 * listen.c: a neutral load generator. Opens N listeners to one stream, discards what arrives and reports fairness and
 * latency, in one line of key=value.
 *
 * usage: listen HOST PORT PATH N SECONDS METADATA(0|1) JOINS_PER_SECOND [STALLED]
 * build: gcc -O2 -o listen listen.c
 *
 * STALLED of the N connect, send the request and never read. Bytes are counted for SECONDS, from 2 s after the last
 * join. First byte means first byte of the body. Judge fairness over 120 s or more: with one write a second, a short
 * window counts one write more or less.
 *
 * Loopback only: a new source address in 127.0.0.0/8 is bound every 8,000 connections, because past about 14,000 from
 * one address the kernel searches long for a free port.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif
#define CONNECTIONS_PER_ADDRESS 8000
#define JOINS_PER_TURN 200
#define SETTLE_SECONDS 2
#define BUFFER_BYTES (1 << 20)
#define EVENTS 1024

typedef enum { CONNECTING, READING_HEAD, STREAMING, STALLED, ENDED } State;

typedef struct {
    int fd;
    State state;
    int matched; /* bytes of the blank line that ends the head */
    uint64_t bytes, bytes_at_mark;
    double asked, first_byte; /* seconds */
} Listener;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    double x = *(double *)a, y = *(double *)b;
    return x < y ? -1 : x > y;
}

/* How many of the `got` bytes belong to the body; moves to STREAMING at its first byte. */
static ssize_t body_bytes(Listener *l, const char *buffer, ssize_t got) {
    if (l->state == STREAMING)
        return got;
    for (ssize_t i = 0; i < got; i++) {
        if (l->matched == 4) { /* the head ended with the last byte read before */
            l->state = STREAMING;
            return got - i;
        }
        l->matched = buffer[i] == "\r\n\r\n"[l->matched] ? l->matched + 1 : buffer[i] == '\r';
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 8) {
        fprintf(stderr, "usage: listen HOST PORT PATH N SECONDS METADATA(0|1) JOINS_PER_SECOND [STALLED]\n");
        return 2;
    }
    const char *host = argv[1], *path = argv[3];
    int port = atoi(argv[2]), n = atoi(argv[4]), metadata = atoi(argv[6]), stalled = argc > 8 ? atoi(argv[8]) : 0;
    double seconds = atof(argv[5]), joins_per_second = atof(argv[7]);

    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    char request[512];
    int request_length = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: load/1\r\n%sConnection: close\r\n\r\n", path, host, port,
        metadata ? "Icy-MetaData: 1\r\n" : "");
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &server.sin_addr);

    Listener *all = calloc(n, sizeof *all);
    char *buffer = malloc(BUFFER_BYTES);
    int epoll = epoll_create1(0);
    struct epoll_event events[EVENTS];
    int opened = 0, failed = 0, closed = 0, streaming = 0, marked = 0;
    double began = now(), mark = 0, end = 0;

    for (;;) {
        double t = now();
        int due = joins_per_second > 0 ? (int)((t - began) * joins_per_second) : n;
        if (due > n)
            due = n;
        for (int turn = 0; opened < due && turn < JOINS_PER_TURN; turn++, opened++) {
            Listener *l = &all[opened];
            l->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            if (l->fd < 0) {
                perror("socket");
                return 1;
            }
            int one = 1, small = 4096;
            setsockopt(l->fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
            struct sockaddr_in from = {.sin_family = AF_INET,
                .sin_addr.s_addr = htonl(0x7f000002 + (opened / CONNECTIONS_PER_ADDRESS + 1) * 256)};
            bind(l->fd, (void *)&from, sizeof from);
            if (opened < stalled)
                setsockopt(l->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
            l->asked = now();
            if (connect(l->fd, (void *)&server, sizeof server) < 0 && errno != EINPROGRESS) {
                failed++;
                close(l->fd);
                l->state = ENDED;
                continue;
            }
            struct epoll_event e = {.events = EPOLLOUT, .data.u32 = opened};
            epoll_ctl(epoll, EPOLL_CTL_ADD, l->fd, &e);
        }
        if (opened == n && !end) {
            mark = t + SETTLE_SECONDS;
            end = mark + seconds;
        }
        if (end && !marked && t >= mark) {
            marked = 1;
            mark = t;
            for (int i = 0; i < n; i++)
                all[i].bytes_at_mark = all[i].bytes;
        }
        if (end && t >= end)
            break;

        int ready = epoll_wait(epoll, events, EVENTS, opened < n ? 1 : 50);
        for (int i = 0; i < ready; i++) {
            uint32_t index = events[i].data.u32;
            Listener *l = &all[index];
            if (l->state == ENDED)
                continue;
            if (l->state == CONNECTING) {
                int error = 0;
                socklen_t size = sizeof error;
                getsockopt(l->fd, SOL_SOCKET, SO_ERROR, &error, &size);
                if (error || send(l->fd, request, request_length, MSG_NOSIGNAL) != request_length) {
                    failed++;
                    l->state = ENDED;
                    close(l->fd);
                } else if (index < (uint32_t)stalled) {
                    epoll_ctl(epoll, EPOLL_CTL_DEL, l->fd, 0);
                    l->state = STALLED;
                } else {
                    struct epoll_event e = {.events = EPOLLIN, .data.u32 = index};
                    epoll_ctl(epoll, EPOLL_CTL_MOD, l->fd, &e);
                    l->state = READING_HEAD;
                }
                continue;
            }
            /* MSG_TRUNC drops the bytes in the kernel, so that the generator stays cheaper than the server. */
            int streams = l->state == STREAMING;
            ssize_t got = recv(l->fd, buffer, BUFFER_BYTES, MSG_DONTWAIT | (streams ? MSG_TRUNC : 0));
            if (got > 0) {
                l->bytes += body_bytes(l, buffer, got);
                if (!streams && l->state == STREAMING) {
                    l->first_byte = now() - l->asked;
                    streaming++;
                }
            } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
                closed++;
                streaming -= streams;
                l->state = ENDED;
                close(l->fd);
            }
        }
    }

    double window = now() - mark;
    uint64_t total = 0;
    double *rates = malloc(sizeof(double) * n), *firsts = malloc(sizeof(double) * n);
    int rate_count = 0, first_count = 0;
    for (int i = 0; i < n; i++) {
        uint64_t bytes = all[i].bytes - all[i].bytes_at_mark;
        if (all[i].first_byte > 0) { /* has heard something, though it may have been closed since */
            rates[rate_count++] = bytes / window;
            firsts[first_count++] = all[i].first_byte * 1e3;
            total += bytes;
        }
    }
    qsort(rates, rate_count, sizeof *rates, ascending);
    qsort(firsts, first_count, sizeof *firsts, ascending);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("n=%d streaming=%d failed=%d closed=%d window_s=%.1f MBps=%.1f per_listener_Bps_min=%.0f p50=%.0f max=%.0f "
           "first_byte_ms_p50=%.1f p99=%.1f max=%.1f load_cpu_s=%.1f\n",
        n, streaming, failed, closed, window, total / window / 1e6, rate_count ? rates[0] : 0,
        rate_count ? rates[rate_count / 2] : 0, rate_count ? rates[rate_count - 1] : 0,
        first_count ? firsts[first_count / 2] : 0, first_count ? firsts[(int)(first_count * .99)] : 0,
        first_count ? firsts[first_count - 1] : 0,
        used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
    return 0;
}
