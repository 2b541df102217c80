package dev.skew.world.clock;

import java.util.List;

/**
 * Which of several servers to follow: the intersection algorithm of RFC 5905, section 11.2.1. The
 * majority is of all servers that answer, even of those that have not answered often enough yet to
 * be followed; ntpd at its default {@code minsane 1} may fall for the first that has.
 */
final class NtpSelection {

  private NtpSelection() {}

  /**
   * Marks every server with its tally and chooses one.
   *
   * @param followed the server followed so far, kept if it is as good as another; -1 for none
   * @return the server's place, or -1 when no majority agrees
   */
  static int select(List<NtpPeer> peers, double now, double maxDistance, int followed) {
    int candidates = 0;
    for (NtpPeer peer : peers) {
      peer.tally = isFit(peer, now, maxDistance) ? 'x' : ' ';
      candidates += peer.isReachable() ? 1 : 0;
    }
    double point = pointInMostIntervals(peers, now);
    int agreeing = 0;
    for (NtpPeer peer : peers) {
      if (peer.tally == 'x' && contains(peer, now, point)) {
        peer.tally = '+';
        agreeing++;
      }
    }
    if (agreeing * 2 <= candidates) {
      peers.forEach(peer -> peer.tally = peer.tally == '+' ? 'x' : peer.tally);
      return -1;
    }
    int best = best(peers, now, followed);
    if (best >= 0) {
      peers.get(best).tally = '*';
    }
    return best;
  }

  private static boolean isFit(NtpPeer peer, double now, double maxDistance) {
    return peer.isReachable() && peer.rootDistance(now) < maxDistance;
  }

  /** Every interval's ends are tried; the ends are where the count of intervals changes. */
  private static double pointInMostIntervals(List<NtpPeer> peers, double now) {
    double point = 0;
    int most = 0;
    for (NtpPeer peer : peers) {
      if (peer.tally != 'x') {
        continue;
      }
      for (int side = -1; side <= 1; side++) {
        double tried = peer.offset + side * peer.rootDistance(now);
        int count = 0;
        for (NtpPeer other : peers) {
          count += other.tally == 'x' && contains(other, now, tried) ? 1 : 0;
        }
        if (count > most) {
          most = count;
          point = tried;
        }
      }
    }
    return point;
  }

  private static boolean contains(NtpPeer peer, double now, double point) {
    return Math.abs(peer.offset - point) <= peer.rootDistance(now) + 1e-9;
  }

  /** Lowest stratum, then least distance; the one followed so far stays on equal stratum. */
  private static int best(List<NtpPeer> peers, double now, int followed) {
    int best = -1;
    for (int i = 0; i < peers.size(); i++) {
      NtpPeer peer = peers.get(i);
      if (peer.tally != '+') {
        continue;
      }
      if (best < 0 || isBetter(peer, peers.get(best), now)) {
        best = i;
      }
    }
    boolean canStay =
        followed >= 0
            && peers.get(followed).tally == '+'
            && peers.get(followed).server.stratum() == peers.get(best).server.stratum();
    return canStay ? followed : best;
  }

  private static boolean isBetter(NtpPeer peer, NtpPeer than, double now) {
    int byStratum = Integer.compare(peer.server.stratum(), than.server.stratum());
    return byStratum != 0 ? byStratum < 0 : peer.rootDistance(now) < than.rootDistance(now);
  }
}
