// The shortest whole program in JavaScript; the README shows this very text.
// usage: node hello.mjs PACK BRAND_PUBLIC [DIRECTORY]

import { readFileSync } from 'node:fs';
import { Profile, insecureFile } from 'sotto';
const [pack, brand, directory] = process.argv.slice(2);
const profile = await Profile.open({
  directory, // undefined: the profile lives in memory
  keyStore: insecureFile('node.key'), // in Electron: lent(safeStorage and a file)
  packKeys: [JSON.parse(readFileSync(brand)).signing_key],
  consent: { keep: true, personalize: true }, // what the person agreed to
});
await profile.installPack(pack);
const [first] = profile.recommend({ limit: 3 });
console.log(`After looking at ${first.title}:`);
profile.record({ type: 'view_item', item: first.item });
for (const pick of profile.recommend({ limit: 3, explain: true })) {
  console.log(`  ${pick.title}`);
  for (const why of pick.reasons) {
    console.log(`    ${(why.scoreMicro / 1e6).toFixed(2)}  ${why.text}`);
  }
}
await profile.close();
