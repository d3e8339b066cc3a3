/* Keys of the desk: j k move, o opens, x picks, b goes to what is done with the picked rows, / searches,
   ? shows the keys; buttons and links with data-key answer to theirs, those of the current row first. */
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
  function boxes () { return Array.prototype.slice.call(document.querySelectorAll('[data-row] input[type=checkbox]')) }
  /* The bar says how many rows are chosen and stays in sight while there are any. */
  function count () {
    var bar = document.querySelector('.st-bulk')
    if (!bar) return
    var number = boxes().filter(function (box) { return box.checked }).length
    var note = bar.querySelector('[data-picked]')
    if (!note.hasAttribute('data-plain')) note.setAttribute('data-plain', note.textContent)
    note.textContent = number ? note.getAttribute('data-picked').replace('%n', String(number)) : note.getAttribute('data-plain')
    bar.toggleAttribute('data-open', number > 0)
  }
  document.addEventListener('change', function (event) {
    if (event.target.matches('[data-row] input[type=checkbox]')) count()
  })
  document.addEventListener('click', function (event) {
    var all = event.target.closest('[data-pick-all]')
    if (!all) return
    event.preventDefault()
    var list = boxes()
    var on = list.some(function (box) { return !box.checked })
    list.forEach(function (box) { box.checked = on })
    count()
  })
  document.addEventListener('htmx:load', count)
  document.addEventListener('DOMContentLoaded', count)
  window.addEventListener('pageshow', count)
  /* A tab that nobody looks at asks for nothing. */
  document.addEventListener('htmx:beforeRequest', function (event) {
    if (document.hidden && event.target.matches('[data-live]')) event.preventDefault()
  })
  /* On a phone the navigation is one line that scrolls; the open page's entry stands in sight. */
  var open = document.querySelector('.moj-side-navigation [aria-current]')
  var line = open && open.closest('.moj-side-navigation')
  if (line && line.scrollWidth > line.clientWidth) line.scrollLeft = open.getBoundingClientRect().left - line.getBoundingClientRect().left - 15
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
      case 'b': target = document.querySelector('[data-bulk-first]'); if (target) { target.focus(); event.preventDefault() } return
      case '/': target = document.querySelector('[data-search]') || document.querySelector('[data-desk-search]'); if (target) { target.focus(); event.preventDefault() } return
      case '?': target = document.getElementById('desk-keys'); if (target && target.showModal) target.showModal(); return
      default:
        if (!/^[a-z]$/.test(event.key)) return
        target = inRow('[data-key="' + event.key + '"]') || document.querySelector('main [data-key="' + event.key + '"]:not([data-row] *)')
    }
    if (target) { event.preventDefault(); target.click() }
  })
})()
