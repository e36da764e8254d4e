// Speaking instead of typing, where the browser can listen. The button stays hidden elsewhere.
const Listener = window.SpeechRecognition ?? window.webkitSpeechRecognition;

const say = (button, text) => {
  button.closest("[data-ask]").querySelector("[data-voice-status]").textContent = text;
};

const listen = (button) => {
  const box = document.getElementById(button.getAttribute("aria-controls"));
  const ear = new Listener();
  ear.lang = "zh-CN";
  ear.interimResults = true;
  ear.onresult = (event) => {
    box.value = [...event.results].map((result) => result[0].transcript).join("");
  };
  ear.onerror = () => say(button, button.dataset.failed);
  ear.onend = () => {
    button.setAttribute("aria-pressed", "false");
    button.ear = null;
    box.focus();
  };
  button.ear = ear;
  button.setAttribute("aria-pressed", "true");
  say(button, button.dataset.listening);
  ear.start();
};

if (Listener) {
  for (const button of document.querySelectorAll("[data-voice]")) {
    button.hidden = false;
    button.addEventListener("click", () => (button.ear ? button.ear.stop() : listen(button)));
  }
}
