// Shows what needs passkeys where the browser has them, and says so when one could not be used.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkeys]").forEach((element) => { element.hidden = false; });
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-failed]").forEach((element) => { element.hidden = false; });
});
