package dev.skew.world.quorum;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That one write had one value.
 *
 * @param write which one
 * @param value null for a deletion
 * @param isHearsay whether who says so has it from a single other replica only, and not from who
 *     coordinated the write
 */
public record Claim(WriteId write, @Nullable String value, boolean isHearsay) {

  /** Whether the other gives the same write the same value, whoever it is from. */
  boolean isOf(Claim other) {
    return write.equals(other.write) && Objects.equals(value, other.value);
  }

  /**
   * Names one write, of all that there are: no coordinator gives two the same. Two stamps can tie,
   * but not of one writer; a dot is its actor's own.
   *
   * @param time of the stamp, or the count of the dot
   * @param logical part of a hybrid stamp, else 0
   * @param writer index of the coordinator, or the actor of the dot
   */
  public record WriteId(long time, int logical, int writer) {}
}
