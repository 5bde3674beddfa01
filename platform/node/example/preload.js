/*
 * The bridge: one function, whose messages go to the main process and nowhere else.
 */
'use strict';

const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('sotto', {
  ask: (name, ...values) => ipcRenderer.invoke('sotto', String(name), values),
});
