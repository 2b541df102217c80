package dev.skew.world.fault;

import java.util.Collection;
import java.util.Optional;

/** The known word nearest to one that is not known. */
public final class Nearest {

  /** As many as the keys of the largest section of a scenario. */
  private static final int FEW = 20;

  private Nearest() {}

  /** {@code ; did you mean etcd-1?}, or the known words when none is near, or nothing. */
  public static String hint(String word, Collection<String> known) {
    Optional<String> nearest = of(word, known);
    if (nearest.isPresent()) {
      return "; did you mean " + nearest.get() + "?";
    }
    boolean few = known.size() <= FEW && !known.isEmpty();
    return few ? "; known are " + String.join(", ", known.stream().distinct().toList()) : "";
  }

  /** The word with the smallest edit distance, if that is no more than a slip of the fingers. */
  public static Optional<String> of(String word, Collection<String> known) {
    String best = null;
    // Of two letters one may be wrong, of twelve four.
    int bestDistance = (word.length() <= 3 ? 1 : Math.max(2, word.length() / 3)) + 1;
    for (String candidate : known) {
      int distance = distance(word, candidate, bestDistance);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's, with a swap of neighbours as one slip; {@code limit} when not below it. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit || a.length() > 200) {
      return limit;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cell(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cell(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
    least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
