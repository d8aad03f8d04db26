// SPDX-License-Identifier: GPL-3.0-or-later
// One end of a call in a browser: it shows two colours, sounds one note, and tells what it notices.
"use strict";

window.end = (() => {
  const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const context = new AudioContext({ sampleRate: 48000 });
  const note = new OscillatorNode(context);
  const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
  const looking = new OffscreenCanvas(32, 18).getContext("2d", { willReadFrequently: true });
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const video = Object.assign(document.createElement("video"), { autoplay: true, muted: true });
  let colours = ["black", "black"];
  let drawn = 0;
  let frames = 0;

  function draw() {
    const paint = canvas.getContext("2d");
    for (const side of [0, 1]) {
      paint.fillStyle = colours[side];
      paint.fillRect(side * 320, 0, 320, 360);
    }
    // Without a change a canvas gives no frames.
    paint.fillStyle = drawn++ % 2 ? "black" : "white";
    paint.fillRect(0, 350, 640, 10);
  }

  async function begin() {
    document.body.append(canvas, video);
    await context.resume();
    note.start();
    const sounding = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    note.connect(new GainNode(context, { gain: 0.25 })).connect(sounding);
    draw();
    setInterval(draw, 33);
    const tracks = [...sounding.stream.getTracks(), ...canvas.captureStream(30).getTracks()];
    for (const track of tracks) connection.addTrack(track);
  }

  connection.ontrack = ({ track }) => {
    const stream = new MediaStream([track]);
    if (track.kind === "video") {
      const count = () => { frames++; video.requestVideoFrameCallback(count); };
      video.requestVideoFrameCallback(count);
      video.srcObject = stream;
      return;
    }
    // Chromium decodes a stream only for an element; what is heard is taken from the stream.
    const element = Object.assign(document.createElement("audio"), { autoplay: true, muted: true });
    element.srcObject = stream;
    document.body.append(element);
    context.createMediaStreamSource(stream).connect(analyser);
  };

  async function described(description) {
    await connection.setLocalDescription(description);
    while (connection.iceGatheringState !== "complete")
      await new Promise((resolve) => connection.addEventListener(
        "icegatheringstatechange", resolve, { once: true }));
    return connection.localDescription.sdp;
  }

  async function offer() {
    connection.createDataChannel("vidda");
    return described(await connection.createOffer());
  }

  async function answer(sdp) {
    await connection.setRemoteDescription({ type: "offer", sdp });
    return described(await connection.createAnswer());
  }

  async function accept(sdp) {
    await connection.setRemoteDescription({ type: "answer", sdp });
  }

  // Offers another direction of the picture and takes the answer that would come: a change of
  // direction on this side alone, as the other end negotiates only once.
  async function turnPicture(direction, answered) {
    connection.getTransceivers().find(({ receiver }) => receiver.track.kind === "video")
      .direction = direction;
    await connection.setLocalDescription(await connection.createOffer());
    const sections = connection.remoteDescription.sdp.replaceAll("actpass", "passive").split(/^(?=m=)/m);
    const sdp = sections.map((section) => section.startsWith("m=video")
      ? section.replace(/^a=(sendrecv|sendonly|recvonly|inactive)/m, `a=${answered}`) : section);
    await accept(sdp.join(""));
  }

  function show(left, right, frequency) {
    colours = [left, right];
    note.frequency.value = frequency;
  }

  function noticed() {
    looking.drawImage(video, 0, 0, 32, 18);
    const pixel = (x) => [...looking.getImageData(x, 6, 1, 1).data.slice(0, 3)];
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const loudest = levels.indexOf(Math.max(...levels));
    return {
      left: pixel(8),
      right: pixel(24),
      frequency: loudest * context.sampleRate / analyser.fftSize,
      frames,
    };
  }

  // Gives what a report of the browser tells of the sound that came.
  async function soundReport() {
    const report = await connection.getStats();
    return [...report.values()].find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
  }

  return { begin, offer, answer, accept, turnPicture, show, noticed, soundReport };
})();
