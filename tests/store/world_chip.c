/*
 * A TPM simulator, private to one test, behind the tap that counts, cuts and remembers what goes
 * over the wire.
 */
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_world.h"
#include "wire_tap.h"

#define PATIENCE 500 /* times 10 ms */

struct wire_tap wire_tap;

static int listen_on(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int bound = bind(listener, (struct sockaddr *)&address, size) == 0 &&
                    getsockname(listener, (struct sockaddr *)&address, &size) == 0;
  close(listener);
  return bound ? ntohs(address.sin_port) : 0;
}

/* Held until this test ends: two that look at one port at one time must not both take it, for the
   chip of one would answer the other. */
static int reserve(int port) {
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  const int size = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "sotto-chip-%d", port);
  const int hold = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (bind(hold, (struct sockaddr *)&name,
           (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)size)) == 0)
    return 1;
  close(hold);
  return 0;
}

/* Two neighbouring ports, as the TCTI wants them: below those the system hands to clients, and
 * other ones for tests that run at the same time. */
static int free_port(void) {
  for (int i = 0; i < 1000; i++) {
    const int port = 10000 + (int)getpid() * 2 % 20000 + 2 * i;
    if (listen_on(port) && listen_on(port + 1) && reserve(port)) return port;
  }
  cr_assert(0, "no free ports");
  return 0;
}

/* Whether somebody listens there. A connection would tell too, and be the chip's one client. */
static int is_listened_on(int port) {
  char line[256], end[16];
  int found = 0;
  FILE *file = fopen("/proc/net/tcp", "r");
  cr_assert_not_null(file);
  snprintf(end, sizeof end, ":%04X 0000", (unsigned)port);
  while (!found && fgets(line, sizeof line, file)) {
    const char *at = strstr(line, end);
    found = at && strstr(line, " 0A ") != NULL;
  }
  fclose(file);
  return found;
}

/* Another program may take a port between the look and the chip's own: then the chip has ended. */
static int comes_up(store_world *world, int port) {
  for (int i = 0; i < PATIENCE; i++) {
    if (waitpid(world->chip, NULL, WNOHANG) != 0) return 0;
    if (is_listened_on(port) && is_listened_on(port + 1)) return 1;
    usleep(10000);
  }
  world_kill(&world->chip);
  return 0;
}

static int start_chip(store_world *world, int which) {
  char state[WORLD_PATH + 16], control[64], server[64];
  const int port = free_port();
  snprintf(state, sizeof state, "dir=%s/tpm%d", world->root, which);
  mkdir(state + 4, 0700);
  snprintf(control, sizeof control, "type=tcp,port=%d,bindaddr=127.0.0.1", port + 1);
  snprintf(server, sizeof server, "type=tcp,port=%d,bindaddr=127.0.0.1", port);
  const char *const swtpm[] = {"swtpm",
                               "socket",
                               "--tpm2",
                               "--tpmstate",
                               state,
                               "--ctrl",
                               control,
                               "--server",
                               server,
                               "--flags",
                               "not-need-init,startup-clear",
                               NULL};
  world->chip = world_start(swtpm, NULL);
  snprintf(world->tcti, sizeof world->tcti, TAP_PATH ":swtpm:host=127.0.0.1,port=%d", port);
  wire_tap.chip = world->chip;
  return comes_up(world, port);
}

void world_start_chip(store_world *world, int which) {
  int up = 0;
  for (int tries = 0; !up && tries < 5; tries++) up = start_chip(world, which);
  cr_assert(up, "swtpm does not come up");
}

static const char *begin_tpm2(store_world *world) {
  if (!world_has("swtpm")) return "swtpm is not installed";
  setenv("TSS2_LOG", "all+none", 1);
  memset(&wire_tap, 0, sizeof wire_tap);
  cr_assert_eq(sotto_store_tpm2_init(&world->store.tpm2, world->file, WORLD_NV, &world->port),
               SOTTO_OK);
  world->store.tpm2.tcti = world->tcti;
  world_start_chip(world, 0);
  return NULL;
}

const store_kind world_tpm2 = {"tpm2", SOTTO_STRENGTH_HARDWARE, begin_tpm2};
