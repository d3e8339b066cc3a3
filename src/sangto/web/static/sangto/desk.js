/* Keys of the desk: j k move, o opens, x picks, / searches, ? shows the keys; a row's own buttons carry data-key. */
(function () {
  'use strict'
  function rows () { return Array.prototype.slice.call(document.querySelectorAll('[data-row]')) }
  function current () { return document.querySelector('[data-row][aria-current="true"]') }
  function go (step) {
    var list = rows()
    if (!list.length) return
    var at = list.indexOf(current())
    var next = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + step))]
    if (at >= 0) list[at].removeAttribute('aria-current')
    next.setAttribute('aria-current', 'true')
    var link = next.querySelector('[data-row-link]')
    if (link) link.focus({ preventScroll: true })
    next.scrollIntoView({ block: 'nearest' })
  }
  function inRow (selector) {
    var row = current()
    return row && row.querySelector(selector)
  }
  document.addEventListener('focusin', function (event) {
    var row = event.target.closest('[data-row]')
    if (!row || row === current()) return
    if (current()) current().removeAttribute('aria-current')
    row.setAttribute('aria-current', 'true')
  })
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]')) return
    var target = null
    switch (event.key) {
      case 'j': go(1); break
      case 'k': go(-1); break
      case 'o': target = inRow('[data-row-link]'); break
      case 'x': target = inRow('input[type=checkbox]'); break
      case '/': target = document.querySelector('[data-search]'); if (target) { target.focus(); event.preventDefault() } return
      case '?': target = document.getElementById('desk-keys'); if (target && target.showModal) target.showModal(); return
      default:
        if (!/^[a-z]$/.test(event.key)) return
        target = inRow('[data-key="' + event.key + '"]') || document.querySelector('main [data-key="' + event.key + '"]:not([data-row] *)')
    }
    if (target) { event.preventDefault(); target.click() }
  })
})()
