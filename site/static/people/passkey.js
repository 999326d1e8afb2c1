// The sign-in library only tells the console when a passkey does not work; people look at the page.
document.addEventListener("allauth.error", () => {
  const note = document.getElementById("passkey-error");
  if (note) note.hidden = false;
});
