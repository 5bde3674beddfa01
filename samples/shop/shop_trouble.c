/* What to tell the person when something failed: see shop_trouble.h. */
#include "shop_trouble.h"

#include "shop_words.h"

typedef struct sentence {
  sotto_status status;
  const char *words;
} sentence;

static const sentence sentences[] = {
    {SOTTO_E_KEY_LOCKED, N_("Your keyring is locked. The shop works, but remembers nothing until "
                            "you unlock it and try again.")},
    {SOTTO_E_KEY_LOST, N_("The key to what this shop remembers is gone, so nobody can read it any "
                          "more. You can shop; to be remembered again, erase it under Privacy.")},
    {SOTTO_E_KEY_WRONG, N_("The key on this device does not fit what this shop remembers. You can "
                           "shop, but nothing of this visit is remembered.")},
#ifdef SHOP_WITH_SECRET_SERVICE
    {SOTTO_E_KEY_DENIED, N_("You or this device said no to the keyring. The shop works, but "
                            "remembers nothing until you try again.")},
    {SOTTO_E_KEY_SLOW, N_("Your keyring does not answer. The shop works, but remembers nothing "
                          "until you try again.")},
#endif
    {SOTTO_E_PORT, N_("There is no keyring on this device that could hold a key. The shop works, "
                      "but remembers nothing.")},
    {SOTTO_E_BUSY, N_("Another window of this shop is open and holds what it remembers. This one "
                      "works, but remembers nothing.")},
    {SOTTO_E_DISK_FULL, N_("The disk is full. Nothing is lost; what you do now is written down as "
                           "soon as there is room.")},
    {SOTTO_E_READ_ONLY, N_("This device does not let the shop write. You can shop, but nothing of "
                           "this visit is remembered.")},
    {SOTTO_E_TAMPERED, N_("Somebody changed the files this shop keeps about you. They are left as "
                          "they are, and nothing of this visit is remembered.")},
    {SOTTO_E_CORRUPT, N_("The files this shop keeps about you are damaged. They are left as they "
                         "are, and nothing of this visit is remembered.")},
    {SOTTO_E_NO_CIPHER, N_("This program cannot encrypt here, so nothing of this visit is "
                           "remembered.")},
    {SOTTO_E_EXPIRED, N_("The catalogue on this device is too old to choose from.")},
    {SOTTO_E_UNTRUSTED, N_("The catalogue is not signed by this shop, so it is not used.")},
    {SOTTO_E_DENIED, N_("What you allowed does not cover this.")},
    {SOTTO_E_BUDGET, N_("Your privacy budget does not allow this now.")},
    {SOTTO_E_STORAGE, N_("The disk failed. Nothing that was kept before is lost.")},
};

const char *shop_trouble_words(sotto_status status) {
  for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
    if (sentences[i].status == status) return _(sentences[i].words);
  return _("Something did not work. Nothing was kept that you did not agree to.");
}
