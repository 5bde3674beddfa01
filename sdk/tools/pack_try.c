/* try: replaced below */
#include "tools/pack.h"
int so_pack_try(const so_pack_options *options) {
  (void)options;
  return SO_EXIT_CALL;
}
