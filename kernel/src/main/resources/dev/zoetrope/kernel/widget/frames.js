// Stands before the code of a widget that takes frames: sends no more of them than the kernel can take.
function frameSender(model) {
  const LIMIT = 10 * 1024 * 1024 - 64 * 1024; // a longer message would close the page's one socket, without a word
  const PATIENCE = 2000; // ms after which an answer is taken for lost, as after a socket that was opened anew
  const me = Math.random().toString(36).slice(2);
  const credits = model.get("_frame_credits");
  const sent = new Map();
  let waiting = null;
  let seq = 0;
  const stats = { sent: 0, dropped: 0, refused: 0, acknowledged: 0, roundTrips: [] };

  function transmit({ meta, bytes }) {
    seq += 1;
    sent.set(seq, performance.now());
    stats.sent += 1;
    model.send({ kind: "zoetrope-frame", sender: me, seq, meta }, undefined, [bytes]);
  }

  function forgetLost() {
    const now = performance.now();
    for (const [each, at] of sent) if (now - at > PATIENCE) sent.delete(each);
  }

  model.on("msg:custom", (message) => {
    if (message?.kind !== "zoetrope-frame-taken" || message.sender !== me) return;
    const at = sent.get(message.seq);
    if (at === undefined) return;
    sent.delete(message.seq);
    stats.acknowledged += 1;
    stats.roundTrips.push(performance.now() - at);
    if (stats.roundTrips.length > 1000) stats.roundTrips.shift();
    if (waiting) {
      const next = waiting;
      waiting = null;
      transmit(next);
    }
  });

  return {
    stats,
    /** Sends the frame, or keeps it until there is room, when a newer one takes its place: "sent", "waiting" or "refused". */
    send(meta, bytes) {
      if (bytes.byteLength > LIMIT) {
        stats.refused += 1;
        return "refused";
      }
      forgetLost();
      if (sent.size < credits) {
        transmit({ meta, bytes });
        return "sent";
      }
      if (waiting) stats.dropped += 1;
      waiting = { meta, bytes };
      return "waiting";
    },
  };
}

