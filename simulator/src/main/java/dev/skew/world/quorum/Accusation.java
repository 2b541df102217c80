package dev.skew.world.quorum;

import dev.skew.world.quorum.Claim.WriteId;
import dev.skew.world.quorum.StoreMessage.TreeRows;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a node lied. It holds what nodes said, which is taken as signed, as in Castro
 * and Liskov 1999: an accuser cannot make it up, and every member judges for itself.
 */
sealed interface Accusation {

  /** Whose lie it was, by place on the ring. */
  int accused();

  /** What the lie was about: a key, or a key range. */
  String subject();

  /**
   * Why a member does not hold it for proved, empty when it does.
   *
   * @param judge the member
   */
  Optional<String> objection(Judge judge);

  /**
   * What a member judges by.
   *
   * @param witnessesNeeded how many say the same where it is believed
   * @param own what it has of a key itself
   */
  record Judge(Decree decree, int witnessesNeeded, RowSource own) {}

  /** A member's own copies. */
  @FunctionalInterface
  interface RowSource {
    @Nullable Row get(String key);
  }

  /**
   * A node gave a write another value than so many replicas that not all of them can lie.
   *
   * @param told the value that it gave
   * @param witnessed the value that the others gave
   * @param witnesses their places
   */
  record FalseValue(
      int accused,
      String subject,
      WriteId write,
      @Nullable String told,
      @Nullable String witnessed,
      List<Integer> witnesses)
      implements Accusation {

    public FalseValue {
      witnesses = List.copyOf(witnesses);
    }

    @Override
    public Optional<String> objection(Judge judge) {
      long standing =
          witnesses.stream()
              .filter(place -> place != accused && !judge.decree.isOut(place))
              .distinct()
              .count();
      if (standing < judge.witnessesNeeded || Objects.equals(told, witnessed)) {
        return Optional.of("the accusation is not proved");
      }
      Row row = judge.own.get(subject);
      boolean isDenied = row != null && row.claims().stream().anyMatch(this::isDeniedBy);
      return isDenied ? Optional.of("another copy denies the accusation") : Optional.empty();
    }

    /** Whether who has the write first hand has another value than the witnesses. */
    private boolean isDeniedBy(Claim claim) {
      return claim.write().equals(write)
          && !claim.isHearsay()
          && !Objects.equals(claim.value(), witnessed);
    }
  }

  /**
   * A node sent rows and, in the same message, a hash that is not theirs. In two messages that
   * would prove nothing, for rows change in between.
   *
   * @param rows all that it has under the leaf, with the hash that it gave for them
   */
  record FalseDigest(int accused, String subject, TreeRows rows) implements Accusation {

    @Override
    public Optional<String> objection(Judge judge) {
      return rows.isHashed() ? Optional.of("the accusation is not proved") : Optional.empty();
    }
  }
}
