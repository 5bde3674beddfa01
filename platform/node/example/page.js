/*
 * The page: shows picks with their reason. Everything it knows came through window.sotto.ask.
 */
'use strict';

async function refresh() {
  document.getElementById('mindset').textContent = await window.sotto.ask('mindset');
  const rows = (await window.sotto.ask('picks')).map(({ item, title, because }) => {
    const row = document.createElement('li');
    row.textContent = because ? `${title}: ${because}` : title;
    row.addEventListener('click', () => window.sotto.ask('looked', item).then(refresh));
    return row;
  });
  document.getElementById('picks').replaceChildren(...rows);
}

refresh();
