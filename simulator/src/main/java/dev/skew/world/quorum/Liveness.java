package dev.skew.world.quorum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which peers a node takes to be down, by gossip and by requests that go unanswered.
 *
 * <p>As in Cassandra, each round tells random live peers the newest heartbeats known, and tries a
 * suspect one. A heartbeat that moved, even one heard of through others, speaks for its node; but a
 * peer that left this node's own requests unanswered is believed again only when it is heard
 * itself, so that a cut between just the two is not forgotten each second.
 */
final class Liveness {

  /** A later life's heartbeats are all newer. */
  private static final int BEAT_BITS = 40;

  private final StoreContext context;
  private final StoreSettings.Detection settings;
  private final IntConsumer onReturn;

  /** The newest heartbeat known, by place on the ring: life and beat; 0 for never. */
  private final long[] newest;

  /** A copy of {@link #newest} as it stands, null when it has changed since it was told. */
  private @Nullable Heartbeats told;

  private long beat;
  private final long[] movedAtNanos;
  private final int[] missed;
  private final boolean[] suspect;
  private final long[] suspectSinceNanos;
  private int suspects;

  /**
   * @param onReturn told the place of a peer that is suspect no more
   */
  Liveness(StoreContext context, IntConsumer onReturn) {
    this.context = context;
    this.settings = context.settings.detection();
    this.onReturn = onReturn;
    int size = context.ring.size();
    newest = new long[size];
    movedAtNanos = new long[size];
    missed = new int[size];
    suspect = new boolean[size];
    suspectSinceNanos = new long[size];
  }

  void start() {
    Arrays.fill(movedAtNanos, context.localNanos());
    long phase = context.random.nextLong(settings.gossipIntervalNanos()); // rounds do not coincide
    context.setTimer(Timers.GOSSIP, phase);
  }

  /** Whether a peer seems down, or is in quarantine, which is no better. */
  boolean isSuspect(int place) {
    return suspect[place] || context.decree.isOut(place);
  }

  /** How long a peer has been suspect, 0 for one that is not. */
  long goneForNanos(int place) {
    return suspect[place] ? context.localNanos() - suspectSinceNanos[place] : 0;
  }

  /** A round of gossip. */
  void onTimer() {
    context.setTimer(Timers.GOSSIP, settings.gossipIntervalNanos());
    long now = context.localNanos();
    newest[context.place] = (long) context.life << BEAT_BITS | ++beat;
    told = null;
    for (int place = 0; place < suspect.length; place++) {
      boolean silent = now - movedAtNanos[place] > settings.suspectAfterNanos();
      boolean isHeard = place != context.place && !context.decree.isOut(place);
      if (isHeard && !suspect[place] && silent) {
        judge(place, true);
      }
    }
    for (int i = 0; i < settings.fanout(); i++) {
      gossipTo(pick(false));
    }
    gossipTo(pick(true));
  }

  void onGossip(int from, StoreMessage.Gossip message) {
    Heartbeats theirs = message.heartbeats();
    List<Integer> returned = suspects == 0 ? List.of() : suspectsThatMoved(theirs);
    if (merge(theirs, context.localNanos())) {
      told = null;
    }
    returned.forEach(place -> judge(place, false));
    if (!message.isReply()) {
      tell(from, true);
    }
  }

  private List<Integer> suspectsThatMoved(Heartbeats theirs) {
    List<Integer> moved = new ArrayList<>();
    for (int place = 0; place < suspect.length; place++) {
      if (suspect[place] && theirs.of(place) > newest[place] && !isUnanswering(place)) {
        moved.add(place);
      }
    }
    return moved;
  }

  /**
   * Takes over what is newer, and says whether anything was. Of a thousand heartbeats about half
   * are, in no order that a processor could foresee: without branches it takes a third of the time.
   */
  private boolean merge(Heartbeats theirs, long now) {
    long own = newest[context.place];
    long ownMovedAt = movedAtNanos[context.place];
    newest[context.place] = Long.MAX_VALUE; // nobody knows better
    long newer = 0;
    for (int place = 0; place < newest.length; place++) {
      long ahead = (newest[place] - theirs.of(place)) >> (Long.SIZE - 1); // all ones or none
      newest[place] = Math.max(newest[place], theirs.of(place));
      movedAtNanos[place] = (now & ahead) | (movedAtNanos[place] & ~ahead);
      newer |= ahead;
    }
    newest[context.place] = own;
    movedAtNanos[context.place] = ownMovedAt;
    return newer != 0;
  }

  /** Any message from a peer shows that it is up. */
  void heard(int place) {
    missed[place] = 0;
    movedAtNanos[place] = context.localNanos();
    if (suspect[place]) {
      judge(place, false);
    }
  }

  /** A peer has left a request unanswered. */
  void missed(int place) {
    if (place == context.place) {
      return; // a node whose own disk is late is not down
    }
    missed[place]++;
    if (isUnanswering(place) && !suspect[place]) {
      judge(place, true);
    }
  }

  /** A peer is in quarantine no more: it has the time of a peer just heard to be heard again. */
  void readmit(int place) {
    movedAtNanos[place] = context.localNanos();
    if (!suspect[place]) {
      onReturn.accept(place);
    }
  }

  private boolean isUnanswering(int place) {
    return settings.missedLimit() > 0 && missed[place] >= settings.missedLimit();
  }

  private void judge(int place, boolean isSuspect) {
    suspects += isSuspect ? 1 : -1; // a judgement is always a change
    suspect[place] = isSuspect;
    suspectSinceNanos[place] = context.localNanos();
    context.record(new StoreEvent.PeerJudged(context.self, context.ring.at(place), isSuspect));
    if (isSuspect) {
      context.emit(new StoreEffect.Disconnect(context.ring.at(place)));
    } else {
      onReturn.accept(place);
    }
  }

  private void gossipTo(int place) {
    if (place >= 0) {
      tell(place, false);
    }
  }

  private void tell(int place, boolean isReply) {
    Heartbeats heartbeats = told;
    if (heartbeats == null) {
      heartbeats = Heartbeats.copyOf(newest);
      told = heartbeats;
    }
    context.send(
        place,
        new StoreMessage.Gossip(context.stamp(), heartbeats, context.decree.epoch(), isReply));
  }

  /** A random peer that is suspect or is not, or -1 when there is none. */
  private int pick(boolean wantSuspect) {
    int gone = suspects;
    for (int out : context.decree.out()) {
      gone += suspect[out] || out == context.place ? 0 : 1;
    }
    int count = wantSuspect ? gone : suspect.length - 1 - gone;
    if (count == 0) {
      return -1;
    }
    int left = context.random.nextInt(count);
    int place = 0;
    while (place == context.place || isSuspect(place) != wantSuspect || left-- > 0) {
      place++;
    }
    return place;
  }
}
