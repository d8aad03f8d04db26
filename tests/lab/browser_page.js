// SPDX-License-Identifier: GPL-3.0-or-later
// One end of a call in a browser: plays the fake devices, records what is heard and shown.
"use strict";

const lab = { frames: [], sound: [], events: [] };
const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
const now = () => performance.timeOrigin + performance.now();

connection.onconnectionstatechange = () => lab.events.push([now(), connection.connectionState]);

async function begin(preferRed) {
  const devices = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    video: { width: 1280, height: 720, frameRate: 30 },
  });
  for (const track of devices.getTracks()) connection.addTrack(track, devices);
  if (preferRed) {
    const codecs = RTCRtpReceiver.getCapabilities("audio").codecs;
    const red = codecs.filter((codec) => codec.mimeType === "audio/red");
    const others = codecs.filter((codec) => codec.mimeType !== "audio/red");
    connection.getTransceivers()[0].setCodecPreferences([...red, ...others]);
  }
}

const RECORDER = `registerProcessor("recorder", class extends AudioWorkletProcessor {
  process([input]) {
    if (input.length) this.port.postMessage(input[0].slice());
    return true;
  }
});`;

connection.ontrack = async ({ track, streams }) => {
  const element = document.createElement(track.kind);
  element.autoplay = true;
  element.srcObject = new MediaStream([track]);
  if (track.kind === "video") {
    element.style.width = "64px";
    element.muted = true;
    document.body.append(element);
    const note = (_, frame) => {
      lab.frames.push([now(), frame.width, frame.height, frame.presentedFrames,
        frame.captureTime === undefined ? null : frame.expectedDisplayTime - frame.captureTime]);
      element.requestVideoFrameCallback(note);
    };
    element.requestVideoFrameCallback(note);
    return;
  }
  element.muted = true; // Chromium decodes a stream only for an element; the recorder hears it.
  document.body.append(element);
  const context = new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
  await context.audioWorklet.addModule(URL.createObjectURL(
    new Blob([RECORDER], { type: "text/javascript" })));
  const recorder = new AudioWorkletNode(context, "recorder", { channelCount: 1,
    channelCountMode: "explicit", numberOfOutputs: 0 });
  recorder.port.onmessage = ({ data }) => lab.sound.push(data);
  context.createMediaStreamSource(element.srcObject).connect(recorder);
  await context.resume();
};

async function gathered() {
  while (connection.iceGatheringState !== "complete")
    await new Promise((resolve) => connection.addEventListener(
      "icegatheringstatechange", resolve, { once: true }));
  return connection.localDescription.sdp;
}

async function offer(preferRed) {
  await begin(preferRed);
  await connection.setLocalDescription(await connection.createOffer());
  return gathered();
}

async function answer(sdp, preferRed) {
  await connection.setRemoteDescription({ type: "offer", sdp });
  await begin(preferRed);
  await connection.setLocalDescription(await connection.createAnswer());
  return gathered();
}

async function accept(sdp) {
  await connection.setRemoteDescription({ type: "answer", sdp });
}

function mark() {
  return { frames: lab.frames.length, samples: lab.sound.reduce((sum, part) => sum + part.length, 0) };
}

async function statistics() {
  return [...(await connection.getStats()).values()];
}

function recorded() {
  const length = lab.sound.reduce((sum, part) => sum + part.length, 0);
  const samples = new Int16Array(length);
  let place = 0;
  for (const part of lab.sound)
    for (const value of part) samples[place++] = Math.max(-1, Math.min(1, value)) * 32767;
  const bytes = new Uint8Array(samples.buffer);
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000)
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return { frames: lab.frames, events: lab.events, sound: btoa(text) };
}
