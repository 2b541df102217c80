package dev.skew.world.quorum;

import dev.skew.world.quorum.Claim.WriteId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a node gave a write another value than at least two replicas did. It holds their answers,
 * which are taken as signed, as in Castro and Liskov 1999: an accuser cannot make them up.
 *
 * @param accused its place on the ring
 * @param told the value that it gave
 * @param witnessed the value that the others gave
 * @param witnesses their places
 */
record Accusation(
    int accused,
    String key,
    WriteId write,
    @Nullable String told,
    @Nullable String witnessed,
    List<Integer> witnesses) {

  /** An accusation rests on at least so many who say the same. */
  static final int WITNESSES_NEEDED = 2;

  Accusation {
    witnesses = List.copyOf(witnesses);
  }

  /** Whether it is no accusation at all. */
  boolean isGroundless() {
    return Objects.equals(told, witnessed);
  }

  /** Whether who has the write first hand has another value than the witnesses. */
  boolean isDeniedBy(Claim claim) {
    return claim.write().equals(write)
        && !claim.isHearsay()
        && !Objects.equals(claim.value(), witnessed);
  }
}
