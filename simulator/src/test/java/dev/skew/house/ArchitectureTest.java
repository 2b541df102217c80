package dev.skew.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The architecture, as a list. A package may use the packages named before it and no others. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  static final String ROOT = "dev.skew";

  private static final List<String> ORDER =
      List.of(
          "kernel",
          "kernel.pekko",
          "world.topology",
          "world.clock",
          "world.network",
          "world.kv",
          "world.version",
          "world.raft",
          "world.quorum",
          "world.replica",
          "world.service",
          "world.node",
          "world.workload",
          "world.fault",
          "world.check",
          "observe.telemetry",
          "observe.promql",
          "observe.alert",
          "observe.sql",
          "observe.dashboard",
          "rehearse.scenario",
          "rehearse.simulation",
          "rehearse.fidelity",
          "rehearse.shell",
          "rehearse.drill",
          "rehearse.tune",
          "rehearse.search",
          "rehearse.ledger",
          "serve.sandbox",
          "serve.http",
          "serve.cli");

  /** Where actors live, or are driven from. */
  private static final String[] PEKKO_IS_SEEN_IN =
      packages("kernel.pekko", "world.node", "world.workload", "serve..");

  /** What drives actors from outside, and needs no more of them than a reference to tell. */
  private static final String[] TELLS_ACTORS = packages("rehearse.simulation", "rehearse.fidelity");

  /** Puts the state of Pekko's own source of chance in the hands of a seed. */
  private static final String TAMES_CHANCE = ROOT + ".kernel.pekko.ThreadRandom";

  /** Steps and arithmetic: nothing but values in and values out. */
  private static final String[] PURE =
      packages(
          "kernel",
          "world.topology",
          "world.clock",
          "world.network",
          "world.kv",
          "world.raft",
          "world.quorum",
          "world.replica",
          "world.service",
          "world.fault",
          "world.check",
          "observe.promql");

  static final DescribedPredicate<JavaAccess<?>> WALL_CLOCK =
      callTo(
          "the machine's clock",
          target ->
              isMember(target, System.class, "currentTimeMillis", "nanoTime")
                  || (target.getOwner().getPackageName().equals("java.time")
                      && (target.getName().equals("now")
                          || target.getName().startsWith("system"))));

  static final DescribedPredicate<JavaAccess<?>> FOREIGN_CHANCE =
      callTo(
          "chance that no seed decides",
          target ->
              isMember(target, Math.class, "random")
                  || isMember(target, java.util.UUID.class, "randomUUID")
                  || isMember(target, java.util.Collections.class, "shuffle")
                  || isMember(target, System.class, "identityHashCode")
                  || target.getOwner().isAssignableTo(java.util.Random.class)
                  || target.getOwner().getName().startsWith("java.util.SplittableRandom"));

  /** What {@link Math} may compute differently from one JVM to the next; StrictMath may not. */
  static final DescribedPredicate<JavaAccess<?>> LOOSE_MATH =
      callTo(
          "arithmetic that may differ between JVMs (use StrictMath)",
          target ->
              isMember(
                  target,
                  Math.class,
                  "exp",
                  "expm1",
                  "log",
                  "log10",
                  "log1p",
                  "pow",
                  "sin",
                  "cos",
                  "tan",
                  "asin",
                  "acos",
                  "atan",
                  "atan2",
                  "sinh",
                  "cosh",
                  "tanh",
                  "cbrt",
                  "hypot"));

  static final DescribedPredicate<JavaAccess<?>> ASK =
      callTo(
          "ask, which answers on a foreign pool (use messages and timers)",
          target ->
              target.getName().startsWith("ask")
                  && target.getOwner().getPackageName().startsWith("org.apache.pekko"));

  @ArchTest
  static void packagesUseOnlyEarlierPackages(JavaClasses classes) {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] later = packages(ORDER.subList(i + 1, ORDER.size()).toArray(String[]::new));

      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + ORDER.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @ArchTest
  static void everyPackageHasItsPlaceInTheOrder(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    classes.forEach(type -> found.add(type.getPackageName().substring(ROOT.length() + 1)));

    assertThat(ORDER).containsAll(found);
  }

  @ArchTest
  static void everyPackageIsNullMarkedAndSaysWhatItIsFor(JavaClasses classes) {
    Set<JavaPackage> found = new TreeSet<>(java.util.Comparator.comparing(JavaPackage::getName));
    classes.forEach(type -> found.add(type.getPackage()));

    assertThat(found)
        .allSatisfy(
            each -> assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue());
  }

  @ArchTest
  static void pekkoIsSeenOnlyWhereActorsLive(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(PEKKO_IS_SEEN_IN)
        .and()
        .resideOutsideOfPackages(TELLS_ACTORS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.pekko..")
        .check(classes);
  }

  @ArchTest
  static void rehearsalsKnowOfPekkoOnlyTheReference(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(TELLS_ACTORS)
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.pekko..")
                .and(
                    describe(
                        "not typed references",
                        type -> !type.getName().equals("org.apache.pekko.actor.typed.ActorRef"))))
        .check(classes);
  }

  @ArchTest
  static void pekkoHttpPersistenceAndClusterAreSeenOnlyInServe(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".serve..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.pekko.http..",
            "org.apache.pekko.persistence..",
            "org.apache.pekko.cluster..",
            "org.apache.pekko.stream..")
        .check(classes);
  }

  @ArchTest
  static void purePackagesTouchNoFilesSocketsOrThreads(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.io..", "java.net..", "java.nio..", "java.util.concurrent..", "scala..")
                .or(
                    describe(
                        "threads",
                        type ->
                            type.isEquivalentTo(Thread.class)
                                || type.isEquivalentTo(ThreadLocal.class))))
        .check(classes);
  }

  @ArchTest
  static void theWorldStartsNoThreadsAndNoFutures(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(packages("world..", "observe.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent..")
                .or(describe("threads", type -> type.isAssignableTo(Thread.class))))
        .orShould()
        .accessTargetWhere(ASK)
        .check(classes);
  }

  @ArchTest
  static void nothingBelowServeReadsTheMachinesClock(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".serve..")
        .should()
        .accessTargetWhere(WALL_CLOCK)
        .check(classes);
  }

  @ArchTest
  static void nothingBelowServeDrawsFromAnythingButItsSeed(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".serve..")
        .and()
        .doNotHaveFullyQualifiedName(TAMES_CHANCE)
        .should()
        .accessTargetWhere(FOREIGN_CHANCE)
        .check(classes);
  }

  @ArchTest
  static void theWorldComputesTheSameOnEveryJvm(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(packages("kernel..", "world..", "observe.."))
        .should()
        .accessTargetWhere(LOOSE_MATH)
        .check(classes);
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> ROOT + "." + name).toArray(String[]::new);
  }

  private static boolean isMember(AccessTarget target, Class<?> owner, String... names) {
    return target.getOwner().isEquivalentTo(owner) && List.of(names).contains(target.getName());
  }

  private static DescribedPredicate<JavaAccess<?>> callTo(
      String what, java.util.function.Predicate<AccessTarget> which) {
    return describe(what, access -> which.test(access.getTarget()));
  }
}
