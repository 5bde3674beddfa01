/*
 * What an app sent, as bytes per connection, from a recording:
 *
 *   an strace log   strace -f -xx -s 1000000 -e trace=network,desc,io_uring_setup -o FILE the-app
 *                   writes on sockets, by descriptor; AF_UNIX and AF_NETLINK stay on the device.
 *                   Bytes that left unseen (sendfile, io_uring, a socket opened before the log
 *                   began) count as cut
 *   anything else   one connection's bytes as a proxy recorded them, or a .sottoreports file
 *
 * Understands bytes and connections, not what they mean.
 */
#ifndef AUDITOR_WIRE_LOG_H
#define AUDITOR_WIRE_LOG_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_STREAMS_MAX 256
#define WIRE_LOCAL (-1) /* a socket whose bytes stay on the device */

/** The bytes of one connection. */
typedef struct wire_stream {
  int descriptor;
  uint8_t *bytes;
  size_t size;
  size_t room;
} wire_stream;

typedef struct wire_log {
  wire_stream streams[WIRE_STREAMS_MAX];
  size_t count;
  size_t cut;                 /* writes whose bytes the log abbreviates, or that did not fit here */
  int open[WIRE_STREAMS_MAX]; /* descriptor: index + 1 of its stream, WIRE_LOCAL, or 0: unknown */
} wire_log;

/** Reads a recording; 0 where it cannot. Ends with wire_log_free(). */
int wire_log_read(wire_log *ret_log, const char *path);
void wire_log_free(wire_log *log);

#endif
