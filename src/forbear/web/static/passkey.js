// Passkeys: asks the device, and sends its answer with the form. Without a script, or a browser that
// knows none, the form stays hidden and the code does.
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const asked = JSON.parse(form.dataset.options).publicKey;
  const wish = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) wish.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.excludeCredentials) wish.excludeCredentials = named(asked.excludeCredentials);
  if (asked.allowCredentials) wish.allowCredentials = named(asked.allowCredentials);
  const problem = form.querySelector("[data-problem]");
  let isAsking = false;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    problem.hidden = true;
    try {
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey: wish });
      const response = {};
      for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (made.response[name]) response[name] = text(made.response[name]);
      }
      form.elements.credential.value = JSON.stringify({
        id: made.id,
        rawId: text(made.rawId),
        type: made.type,
        response,
      });
      form.submit();
    } catch {
      problem.hidden = false;
      isAsking = false;
    }
  });
})();
