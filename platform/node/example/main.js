/*
 * Electron's main process: opens the profile under a key that safeStorage seals, and answers the
 * page's requests. Closes the profile before the app ends.
 *
 * usage: electron main.js PACK BRAND_PUBLIC
 */
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { app, BrowserWindow, ipcMain, safeStorage } = require('electron');
const { Profile } = require('sotto');
const { keyStore } = require('./key_store.js');
const { service } = require('./shop_service.js');

const PAGE = `file://${path.join(__dirname, 'page.html')}`;
const [pack, brand] = process.argv.slice(-2);
let profile = null;

/* A system without a keyring would seal with a fixed password: then nothing is kept on disk. */
function storedSafely() {
  return safeStorage.isEncryptionAvailable()
    && safeStorage.getSelectedStorageBackend?.() !== 'basic_text';
}

async function open() {
  const folder = app.getPath('userData');
  const opened = await Profile.open({
    directory: storedSafely() ? path.join(folder, 'profile') : undefined,
    keyStore: keyStore(path.join(folder, 'profile.key'), safeStorage),
    packKeys: [JSON.parse(fs.readFileSync(brand)).signing_key],
    locale: app.getLocale().startsWith('es') ? 'es' : 'en',
    consent: { keep: true, personalize: true }, // ask the person first
  });
  await opened.installPack(pack);
  return opened;
}

function show() {
  const window = new BrowserWindow({
    webPreferences: {
      preload: path.join(__dirname, 'preload.js'), contextIsolation: true, sandbox: true,
      nodeIntegration: false,
    },
  });
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.loadURL(PAGE);
}

app.whenReady().then(async () => {
  profile = await open();
  const answer = service(profile);
  ipcMain.handle('sotto', (event, name, values) => {
    if (event.senderFrame.url !== PAGE) throw new Error('this page may not ask');
    return answer(name, values);
  });
  setInterval(() => profile.tick(), 60000).unref();
  show();
});

app.on('window-all-closed', () => app.quit());
app.on('will-quit', (event) => {
  if (!profile) return;
  event.preventDefault();
  const closing = profile;
  profile = null;
  closing.close().finally(() => app.quit());
});
