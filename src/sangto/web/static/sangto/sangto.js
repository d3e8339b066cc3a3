/* Every page works without this file. It is read before the body so that a chosen theme shows at once. */
(function () {
  'use strict'
  var root = document.documentElement
  var KEY = 'sangto-theme'

  function chosenTheme () {
    try { return localStorage.getItem(KEY) } catch (error) { return null }
  }
  function isDark () {
    var theme = root.getAttribute('data-theme')
    return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  }
  if (/^(dark|light)$/.test(chosenTheme() || '')) root.setAttribute('data-theme', chosenTheme())

  function all (selector, each, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), each)
  }

  function themeSwitch (button) {
    function show () {
      button.textContent = button.getAttribute(isDark() ? 'data-to-light' : 'data-to-dark')
    }
    button.addEventListener('click', function () {
      var theme = isDark() ? 'light' : 'dark'
      root.setAttribute('data-theme', theme)
      try { localStorage.setItem(KEY, theme) } catch (error) { /* private window: for this page only */ }
      show()
    })
    show()
  }

  function counter (note) {
    var field = document.getElementById(note.getAttribute('data-for'))
    if (!field) return
    var limit = Number(note.getAttribute('data-count'))
    var plain = note.textContent
    // The limit is told, not enforced by cutting: a pasted message must not lose its end unseen.
    field.removeAttribute('maxlength')
    function show () {
      var left = limit - Array.from(field.value).length
      note.toggleAttribute('data-over', left < 0)
      note.textContent = left < 0
        ? note.getAttribute('data-over-by').replace('%n', String(-left))
        : left < limit / 5 ? note.getAttribute('data-left').replace('%n', String(left)) : plain
    }
    note.setAttribute('aria-live', 'polite')
    field.addEventListener('input', show)
    show()
  }

  function takesFiles (zone) {
    var input = document.querySelector(zone.getAttribute('data-drop'))
    if (!input || !window.DataTransfer) return
    function take (files) {
      var kept = new DataTransfer()
      if (input.multiple) Array.prototype.forEach.call(input.files, function (file) { kept.items.add(file) })
      Array.prototype.slice.call(files, 0, input.multiple ? undefined : 1)
        .forEach(function (file) { kept.items.add(file) })
      input.files = kept.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    }
    zone.addEventListener('dragover', function (event) {
      if (event.dataTransfer.types.indexOf('Files') < 0) return
      event.preventDefault()
      zone.classList.add('st-over')
    })
    zone.addEventListener('dragleave', function () { zone.classList.remove('st-over') })
    zone.addEventListener('drop', function (event) {
      zone.classList.remove('st-over')
      if (!event.dataTransfer.files.length) return
      event.preventDefault()
      take(event.dataTransfer.files)
    })
    zone.addEventListener('paste', function (event) {
      if (!event.clipboardData || !event.clipboardData.files.length) return
      event.preventDefault()
      take(event.clipboardData.files)
    })
  }

  function copies (button) {
    button.addEventListener('click', function () {
      var label = button.querySelector('span') || button
      navigator.clipboard.writeText(button.getAttribute('data-copy')).then(function () {
        label.textContent = button.getAttribute('data-done')
        label.setAttribute('role', 'status')
      })
    })
  }

  function shares (button) {
    if (!navigator.share) return
    button.hidden = false
    button.addEventListener('click', function () {
      // Whoever closes the sheet of the phone has done nothing wrong.
      navigator.share({ title: button.getAttribute('data-title'), url: button.getAttribute('data-share') })
        .catch(function () {})
    })
  }

  function reveals (box) {
    var input = box.querySelector('input')
    var labels = document.body
    if (!input || !labels.getAttribute('data-show')) return
    var button = document.createElement('button')
    button.type = 'button'
    button.className = 'govuk-button govuk-button--secondary'
    button.setAttribute('aria-controls', input.id)
    button.textContent = labels.getAttribute('data-show')
    button.addEventListener('click', function () {
      var hidden = input.type === 'password'
      input.type = hidden ? 'text' : 'password'
      button.textContent = labels.getAttribute(hidden ? 'data-hide' : 'data-show')
    })
    box.appendChild(button)
  }

  function prepare (within) {
    all('[data-scripted]', function (part) { part.hidden = false }, within)
    all('[data-theme-switch]', themeSwitch, within)
    all('[data-count]', counter, within)
    all('[data-drop]', takesFiles, within)
    all('[data-copy]', copies, within)
    all('[data-share]', shares, within)
    all('[data-reveal]', reveals, within)
    all('[data-print]', function (button) {
      button.addEventListener('click', function () { print() })
    }, within)
  }

  document.addEventListener('DOMContentLoaded', function () {
    prepare(document)
    var summary = document.querySelector('[data-focus]')
    if (summary) summary.focus()
  })
  document.addEventListener('htmx:load', function (event) {
    if (event.target !== document.body) prepare(event.target)
  })

  document.addEventListener('submit', function (event) {
    var form = event.target
    if (!form.querySelector('[data-once]') || event.defaultPrevented) return
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return }
    form.setAttribute('data-sent', '')
    setTimeout(function () { form.removeAttribute('data-sent') }, 8000)
  })
  addEventListener('load', function () {
    // Where scripts may not stand behind pages, everything works but the page without a network.
    if (navigator.serviceWorker) navigator.serviceWorker.register('/sw.js').catch(function () {})
  })
  addEventListener('pageshow', function () {
    all('form[data-sent]', function (form) { form.removeAttribute('data-sent') })
  })

  function closeMenus (except) {
    all('details.st-menu[open]', function (menu) { if (menu !== except) menu.open = false })
  }
  document.addEventListener('click', function (event) {
    closeMenus(event.target.closest && event.target.closest('details.st-menu'))
  })
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') closeMenus(null)
  })
})()
