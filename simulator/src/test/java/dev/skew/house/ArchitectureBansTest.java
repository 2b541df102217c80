package dev.skew.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Proves that the bans of {@link ArchitectureTest} can fail: each sees the offence planted here.
 */
class ArchitectureBansTest {

  private static final JavaClass OFFENDER = new ClassFileImporter().importClass(Offender.class);

  private static final JavaClass INNOCENT = new ClassFileImporter().importClass(Innocent.class);

  @Test
  void seesTheMachinesClock() {
    assertThat(offences(OFFENDER, ArchitectureTest.WALL_CLOCK)).isEqualTo(2);
    assertThat(offences(INNOCENT, ArchitectureTest.WALL_CLOCK)).isZero();
  }

  @Test
  void seesChanceThatNoSeedDecides() {
    assertThat(offences(OFFENDER, ArchitectureTest.FOREIGN_CHANCE)).isEqualTo(4);
    assertThat(offences(INNOCENT, ArchitectureTest.FOREIGN_CHANCE)).isZero();
  }

  @Test
  void seesArithmeticThatMayDifferBetweenJvms() {
    assertThat(offences(OFFENDER, ArchitectureTest.LOOSE_MATH)).isEqualTo(1);
    assertThat(offences(INNOCENT, ArchitectureTest.LOOSE_MATH)).isZero();
  }

  private static long offences(JavaClass type, DescribedPredicate<JavaAccess<?>> ban) {
    return type.getAccessesFromSelf().stream().filter(ban).count();
  }

  /** Does all that the world must not do. */
  static final class Offender {

    String offend() {
      long clock = System.nanoTime() + Instant.now().toEpochMilli();
      double chance = Math.random() + new Random(clock).nextDouble();
      return UUID.randomUUID() + ":" + Math.log(chance);
    }
  }

  /** Does nearly the same, in the way that is allowed. */
  static final class Innocent {

    String behave(double value) {
      return Instant.ofEpochMilli(0) + ":" + StrictMath.log(value) + Math.sqrt(value);
    }
  }
}
