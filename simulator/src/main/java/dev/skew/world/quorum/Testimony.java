package dev.skew.world.quorum;

import dev.skew.world.quorum.Claim.WriteId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to a read say against each other, write by write.
 *
 * <p>Only two values for the same write are a contradiction; an older version, or none, is what
 * slow, stale and unlucky replicas have. Who had the write from its coordinator is a witness; who
 * has it from one other replica repeats that one's word, so it neither counts nor is accused. A
 * value that two witnesses give, or f + 1 where f liars are masked, and more than any other, is
 * believed: so many liars cannot do that (masking quorums, Malkhi and Reiter 1998). Fewer than
 * three answers accuse nobody. What only one answer knows of is for {@link Masking}.
 */
final class Testimony {

  private final ReadOperation read;
  private final int witnessesNeeded;
  private final List<Accusation> accusations = new ArrayList<>();
  private int accused;
  private int disbelieved;
  private boolean isContradictory;
  private boolean isOpen;

  private Testimony(ReadOperation read, int witnessesNeeded) {
    this.read = read;
    this.witnessesNeeded = witnessesNeeded;
  }

  /** Who says that a write had this value: bits by replica. */
  private static final class Said {
    int witnesses;
    int all;
  }

  /**
   * @param witnessesNeeded how many give a value where it is believed against another
   */
  static Testimony of(ReadOperation read, int witnessesNeeded) {
    Testimony testimony = new Testimony(read, witnessesNeeded);
    if (!read.isConsistent()) {
      testimony.compare();
    }
    return testimony;
  }

  boolean isContradictory() {
    return isContradictory;
  }

  /** Whether there are two values for a write and nothing speaks for either. */
  boolean isOpen() {
    return isOpen;
  }

  /** Bits of the replicas whose answers are refuted. */
  int disbelieved() {
    return disbelieved;
  }

  /** Bits of those of them that knew better. */
  int accused() {
    return accused;
  }

  List<Accusation> accusations() {
    return accusations;
  }

  private void compare() {
    Map<WriteId, Map<Optional<String>, Said>> writes = new LinkedHashMap<>();
    for (int i = 0; i < read.asked; i++) {
      Row row = read.rows[i];
      if (row != null && (read.repliedMask & 1 << i) != 0) {
        enter(row.claims(), 1 << i, writes);
      }
    }
    writes.forEach(
        (write, values) -> {
          if (values.size() > 1) {
            isContradictory = true;
            judge(write, values);
          }
        });
  }

  private static void enter(
      List<Claim> claims, int bit, Map<WriteId, Map<Optional<String>, Said>> writes) {
    for (Claim claim : claims) {
      Said said =
          writes
              .computeIfAbsent(claim.write(), write -> new LinkedHashMap<>())
              .computeIfAbsent(Optional.ofNullable(claim.value()), value -> new Said());
      said.all |= bit;
      said.witnesses |= claim.isHearsay() ? 0 : bit;
    }
  }

  private void judge(WriteId write, Map<Optional<String>, Said> values) {
    int most = 0;
    int next = 0;
    Optional<String> best = Optional.empty();
    for (Map.Entry<Optional<String>, Said> entry : values.entrySet()) {
      int count = Integer.bitCount(entry.getValue().witnesses);
      next = Math.max(next, Math.min(count, most));
      if (count > most) {
        most = count;
        best = entry.getKey();
      }
    }
    // The last resort is a lone witness against hearsay: that of a liar who is in quarantine by
    // now, as a rule.
    boolean isLastResort = most == 1 && next == 0 && read.isExhausted();
    if (most > next && (most >= witnessesNeeded || isLastResort)) {
      refute(write, best, values);
    } else {
      isOpen = true;
    }
  }

  private void refute(
      WriteId write, Optional<String> believed, Map<Optional<String>, Said> values) {
    int witnesses = 0;
    Said right = values.get(believed);
    if (right != null) {
      witnesses = right.witnesses;
    }
    for (Map.Entry<Optional<String>, Said> entry : values.entrySet()) {
      if (!entry.getKey().equals(believed)) {
        disbelieved |= entry.getValue().all;
        accuse(write, entry.getKey().orElse(null), believed.orElse(null), witnesses, entry);
      }
    }
  }

  private void accuse(
      WriteId write,
      @Nullable String told,
      @Nullable String witnessed,
      int witnesses,
      Map.Entry<Optional<String>, Said> entry) {
    List<Integer> places = places(witnesses);
    for (int liar : places(entry.getValue().witnesses)) {
      accusations.add(new Accusation.FalseValue(liar, read.key, write, told, witnessed, places));
    }
    accused |= entry.getValue().witnesses;
  }

  private List<Integer> places(int mask) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < read.asked; i++) {
      if ((mask & 1 << i) != 0) {
        places.add(read.replicas[i]);
      }
    }
    return places;
  }
}
