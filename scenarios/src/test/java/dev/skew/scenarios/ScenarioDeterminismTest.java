package dev.skew.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same histories once more, beside others in this JVM, and in another JVM, whose collections
 * are salted otherwise: on JDK 25 where {@code JAVA25_HOME} says that there is one.
 */
class ScenarioDeterminismTest {

  @Test
  void historiesAreTheSameOnTwoThreadsAndInTwoVirtualMachines(@TempDir Path folder)
      throws Exception {
    Process other = startOther(folder);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<List<String>> histories = TraceHashes::ofCatalog;
      Future<List<String>> one = threads.submit(histories);
      Future<List<String>> two = threads.submit(histories);

      assertThat(one.get()).isNotEmpty().isEqualTo(two.get());
      assertThat(other.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
      assertThat(Files.readAllLines(folder.resolve("hashes"))).isEqualTo(one.get());
    } finally {
      threads.shutdownNow();
      other.destroy();
    }
  }

  private static Process startOther(Path folder) throws IOException {
    return new ProcessBuilder(
            otherJava(),
            "-cp",
            System.getProperty("java.class.path"),
            TraceHashes.class.getName(),
            folder.resolve("hashes").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static String otherJava() {
    String home = System.getenv("JAVA25_HOME");
    return Path.of(home == null ? System.getProperty("java.home") : home, "bin", "java").toString();
  }
}
