// Reads the site without a network. Only http(s) pages register it: see assets/reader.js.
//
// Everything comes from the network as long as there is one. What was seen is kept in one cache a
// build, filled from that build alone; without a network everything comes from that one cache. So
// files of two builds never meet. assets/build.js names the build, and is another with every build:
// that makes the browser install this worker anew.
"use strict";
importScripts("assets/build.js"); // octavoBuild: { site, version, core, whole, bytes }

// One origin may hold several sites (github.io does), and each touches its own caches only.
const OURS = "octavo:" + octavoBuild.site + ":";
const CACHE = OURS + octavoBuild.version;
const SCOPE = registration.scope;
// It lies in the cache where the whole list is kept, and stays so with every build.
const WHOLE = SCOPE + "offline/whole";

// A folder and its index.html are one page, whatever was asked of it or which part of it.
function keyOf(address) {
  const url = new URL(address, SCOPE);
  return url.origin + url.pathname.replace(/\/$/, "/index.html");
}

// From the server itself, past the browser's own cache: that may hold files of an older build.
async function fresh(key) {
  const response = await fetch(key, { cache: "no-cache" });
  if (!response.ok || response.redirected) throw new Error(response.status + " " + key);
  return response;
}

// Whether the server still holds the build that this worker belongs to.
async function isCurrent() {
  const response = await fetch(new URL("assets/build.js", SCOPE), { cache: "no-store" });
  return response.ok && (await response.text()).includes(JSON.stringify(octavoBuild.version));
}

// The new cache takes up what every page needs, and what was seen of the build before. If
// anything is missing, or a third build came meanwhile, it is as if this worker had never been.
async function install() {
  const wanted = new Set(octavoBuild.core.map((path) => keyOf(path)));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all([...wanted].map(async (key) => cache.put(key, await fresh(key))));
    for (const key of await seenBefore(cache)) {
      if (wanted.has(key)) continue;
      // A page that was seen may be gone; that is no reason to stay with the old build.
      await fresh(key).then((response) => cache.put(key, response), () => {});
    }
    if (!(await isCurrent())) throw new Error("the site was built anew");
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}
async function seenBefore(cache) {
  const keys = new Set();
  for (const name of await caches.keys()) {
    if (!name.startsWith(OURS) || name === CACHE) continue;
    for (const request of await (await caches.open(name)).keys()) keys.add(keyOf(request.url));
  }
  if (keys.delete(WHOLE)) {
    await cache.put(WHOLE, new Response(""));
    for (const path of octavoBuild.whole || []) keys.add(keyOf(path));
  }
  return keys;
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  }
  await clients.claim();
}

async function answer(request) {
  try {
    const response = await fetch(request, request.mode === "navigate" ? { cache: "no-cache" } : {});
    if (response.status < 500) return response;
    return (await kept(request)) || response;
  } catch (offline) {
    return (await kept(request)) || instead(request);
  }
}
// A page that is not kept: the one that says so, and what else there is.
function instead({ mode, url }) {
  if (mode !== "navigate") return Response.error();
  return Response.redirect(SCOPE + "offline/index.html#wanted=" + encodeURIComponent(url.slice(SCOPE.length)));
}
async function kept(request) {
  return (await caches.open(CACHE)).match(keyOf(request.url));
}

// A page says what it is made of once it stands. It is fetched again for the cache, since what
// the page was made of may have come from another build. Says whether all is kept now.
async function keep(addresses) {
  const cache = await caches.open(CACHE);
  const added = [];
  const wanted = new Set(addresses.filter((one) => one.startsWith(SCOPE)).map(keyOf));
  for (const key of wanted) {
    if (await cache.match(key)) { wanted.delete(key); continue; }
    const response = await fresh(key).catch(() => null);
    if (response) added.push([key, response]);
  }
  if (added.length && !(await isCurrent())) return false;
  await Promise.all(added.map(([key, response]) => cache.put(key, response)));
  return added.length === wanted.size;
}
async function keepWhole() {
  await (await caches.open(CACHE)).put(WHOLE, new Response(""));
  return true;
}

// A new worker waits while pages of the old build are open. A page that has just been loaded asks
// it to begin: if that page is the only one, and the server can be reached and holds this build,
// then it is of this build too.
async function begin() {
  const open = await clients.matchAll({ includeUncontrolled: true });
  if (open.length <= 1 && (await isCurrent())) await skipWaiting();
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  const work = { begin, whole: keepWhole }[event.data]?.() ?? keep(event.data);
  const answer = (done) => event.ports[0]?.postMessage(done);
  event.waitUntil(work.then(answer, () => answer(false)));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  event.respondWith(answer(request));
});
