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

  /** Of {@link #movedAt}: fine enough for seconds, and an int of them is more than two hours. */
  private static final int UNIT_BITS = 12; // about 4 us

  private final StoreContext context;
  private final StoreSettings.Detection settings;
  private final IntConsumer onReturn;

  // By place on the ring. A thousand nodes have a million of each: they are as small as can be.

  /** The newest heartbeat known, 0 for never. */
  private final int[] newest;

  /** When it last moved, by this node's clock in units of {@link #UNIT_BITS}. */
  private final int[] movedAt;

  private final boolean[] suspect;
  private int suspects;
  private long @Nullable [] suspectSinceNanos; // there from the first suspicion on
  private int @Nullable [] missed; // there from the first unanswered request on

  private int beat;

  /**
   * @param beat the last one of the former life: a later life's heartbeats are all newer
   * @param onReturn told the place of a peer that is suspect no more
   */
  Liveness(StoreContext context, int beat, IntConsumer onReturn) {
    this.context = context;
    this.settings = context.settings.detection();
    this.beat = beat;
    this.onReturn = onReturn;
    int size = context.ring.size();
    newest = new int[size];
    movedAt = new int[size];
    suspect = new boolean[size];
  }

  void start() {
    Arrays.fill(movedAt, now());
    long phase = context.random.nextLong(settings.gossipIntervalNanos()); // rounds do not coincide
    context.setTimer(Timers.GOSSIP, phase);
  }

  /** The last heartbeat this node has given out. */
  int beat() {
    return beat;
  }

  private int now() {
    return (int) (context.localNanos() >> UNIT_BITS);
  }

  /** Whether a peer seems down, or is in quarantine, which is no better. */
  boolean isSuspect(int place) {
    return suspect[place] || context.decree.isOut(place);
  }

  /** How long a peer has been suspect, 0 for one that is not. */
  long goneForNanos(int place) {
    long[] since = suspectSinceNanos;
    return suspect[place] && since != null ? context.localNanos() - since[place] : 0;
  }

  /** A round of gossip. */
  void onTimer() {
    context.setTimer(Timers.GOSSIP, settings.gossipIntervalNanos());
    int now = now();
    movedAt[context.place] = now; // never silent to itself
    newest[context.place] = ++beat;
    suspectTheSilent(now);
    Heartbeats told = known();
    for (int i = 0; i < settings.fanout(); i++) {
      gossipTo(pick(false), told);
    }
    gossipTo(pick(true), told);
  }

  /**
   * What is known now. A copy is gone once it is read, and no collector ever sees it; to tell the
   * array itself and go on with a copy would leave one that lives until the next round.
   */
  private Heartbeats known() {
    return new Heartbeats(newest.clone());
  }

  private void suspectTheSilent(int now) {
    long units = settings.suspectAfterNanos() >> UNIT_BITS;
    int patience = (int) Math.min(units, Integer.MAX_VALUE / 2); // more than scenarios may ask for
    if (suspects == 0 && longestSilence(now) <= patience) {
      return;
    }
    for (int place = 0; place < suspect.length; place++) {
      boolean isHeard = !suspect[place] && !context.decree.isOut(place);
      if (isHeard && now - movedAt[place] > patience) {
        judge(place, true);
      }
    }
  }

  private int longestSilence(int now) {
    int longest = 0;
    for (int at : movedAt) {
      longest = Math.max(longest, now - at);
    }
    return longest;
  }

  void onGossip(int from, StoreMessage.Gossip message) {
    Heartbeats theirs = message.heartbeats();
    List<Integer> returned = suspects == 0 ? List.of() : suspectsThatMoved(theirs);
    newest[context.place] = Integer.MAX_VALUE; // nobody knows better
    theirs.mergeInto(newest, movedAt, now());
    newest[context.place] = beat;
    returned.forEach(place -> judge(place, false));
    if (!message.isReply()) {
      tell(from, known(), true);
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

  /** Any message from a peer shows that it is up. */
  void heard(int place) {
    movedAt[place] = now();
    if (missed != null) {
      missed[place] = 0;
    }
    if (suspects > 0 && suspect[place]) {
      judge(place, false);
    }
  }

  /** A peer has left a request unanswered. */
  void missed(int place) {
    if (place == context.place) {
      return; // a node whose own disk is late is not down
    }
    if (missed == null) {
      missed = new int[suspect.length];
    }
    missed[place]++;
    if (isUnanswering(place) && !suspect[place]) {
      judge(place, true);
    }
  }

  /** A peer is in quarantine no more: it has the time of a peer just heard to be heard again. */
  void readmit(int place) {
    movedAt[place] = now();
    if (!suspect[place]) {
      onReturn.accept(place);
    }
  }

  private boolean isUnanswering(int place) {
    int limit = settings.missedLimit();
    return limit > 0 && missed != null && missed[place] >= limit;
  }

  private void judge(int place, boolean isSuspect) {
    suspects += isSuspect ? 1 : -1; // a judgement is always a change
    suspect[place] = isSuspect;
    if (suspectSinceNanos == null) {
      suspectSinceNanos = new long[suspect.length];
    }
    suspectSinceNanos[place] = context.localNanos();
    context.record(new StoreEvent.PeerJudged(context.self, context.ring.at(place), isSuspect));
    if (isSuspect) {
      context.emit(new StoreEffect.Disconnect(context.ring.at(place)));
    } else {
      onReturn.accept(place);
    }
  }

  private void gossipTo(int place, Heartbeats told) {
    if (place >= 0) {
      tell(place, told, false);
    }
  }

  private void tell(int place, Heartbeats told, boolean isReply) {
    context.send(
        place, new StoreMessage.Gossip(context.stamp(), told, context.decree.epoch(), isReply));
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
    if (gone == 0) {
      return left < context.place ? left : left + 1; // of all but this node
    }
    int place = 0;
    while (place == context.place || isSuspect(place) != wantSuspect || left-- > 0) {
      place++;
    }
    return place;
  }
}
