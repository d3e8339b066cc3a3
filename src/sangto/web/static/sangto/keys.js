// What a page says when the browser gives no key: cancelled, none there, or not allowed.
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  document.querySelectorAll('[data-key-trouble]').forEach(function (place) {
    place.textContent = place.getAttribute('data-key-trouble')
    place.hidden = false
  })
})
