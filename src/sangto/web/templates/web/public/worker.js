/* Stands in when there is no network. It keeps the files named here and no page that anybody read. */
'use strict'
var KEPT = 'sangto-' + {{ version|safe }}
var FILES = {{ files|safe }}
var PAGES = {{ pages|safe }}

addEventListener('install', function (event) {
  event.waitUntil(caches.open(KEPT).then(function (kept) {
    return kept.addAll(FILES.concat(Object.keys(PAGES).map(function (code) { return PAGES[code] })))
  }).then(function () { return self.skipWaiting() }))
})

addEventListener('activate', function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf('sangto-') === 0 && name !== KEPT
    }).map(function (name) { return caches.delete(name) }))
  }).then(function () {
    // A page is asked for while the worker is still being started.
    return registration.navigationPreload && registration.navigationPreload.enable()
  }))
})

addEventListener('fetch', function (event) {
  var request = event.request
  var address = new URL(request.url)
  if (address.origin !== location.origin) return
  if (request.mode === 'navigate') {
    event.respondWith(Promise.resolve(event.preloadResponse).then(function (begun) {
      return begun || fetch(request)
    }).catch(function () {
      return caches.match(PAGES[address.pathname.indexOf('/en/') === 0 ? 'en' : 'vi'])
    }))
  } else if (FILES.indexOf(address.pathname) >= 0) {
    event.respondWith(fetch(request).catch(function () { return caches.match(request.url) }))
  }
})
