package dev.skew.world.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories that people can read, under {@code src/test/resources/transcripts}. {@code -Dupdate}
 * writes them anew; what changed is for a reviewer to judge.
 */
class TranscriptTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "transcripts");

  static Stream<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void membersDoAsTheTranscriptSays(Path file) throws IOException {
    List<String> written = Files.readAllLines(file);

    List<String> replayed = Transcript.replay(written);
    if (System.getProperty("update") != null) {
      Files.write(file, replayed);
      written = replayed;
    }

    assertThat(replayed).containsExactlyElementsOf(written);
  }

  @Test
  void aTranscriptIsWrittenTheSameWayTwice() {
    List<String> script = List.of("> cluster 3", "> campaign n1", "> deliver");

    List<String> once = Transcript.replay(script);

    assertThat(Transcript.replay(once)).isEqualTo(once).hasSizeGreaterThan(10);
  }
}
