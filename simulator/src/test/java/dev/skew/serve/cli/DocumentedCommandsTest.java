package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.simulation.Simulation;
import dev.skew.serve.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every {@code ./skew} line that stands in a {@code console} block of a document, in the
 * order of the documents. What they write goes to another folder, and of a sweep two runs are
 * enough.
 */
class DocumentedCommandsTest {

  private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", ".skew");

  private static final String PROGRAM = "./skew ";

  @TempDir private static Path written = Path.of("");

  @Test
  void thereAreDocumentedCommands() throws IOException {
    assertThat(commands(root().resolve("README.md"))).hasSizeGreaterThan(5);
  }

  @TestFactory
  Stream<DynamicTest> everyDocumentedCommandWorks() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path document : documents()) {
      for (String command : commands(document)) {
        tests.add(
            DynamicTest.dynamicTest(
                root().relativize(document) + ": " + command, () -> work(command)));
      }
    }
    return tests.stream();
  }

  /** Whether a scenario meets its expectations is for its own test to say. */
  private static void work(String command) throws IOException {
    Answer answer = new Terminal(new Simulation()).type(arguments(command));

    assertThat(answer.exitCode()).as(answer.err()).isIn(ExitCode.MET, ExitCode.FAILED);
    assertThat(answer.out()).isNotBlank();
    assertThat(answer.err()).isEmpty();
  }

  private static String[] arguments(String command) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (String word :
        command.substring(PROGRAM.length()).replaceFirst(" [>|].*", "").split(" +", -1)) {
      if (word.matches("\\d+\\.\\.\\d+")) {
        arguments.add("1..2");
      } else if (word.contains("*")) {
        arguments.addAll(matching(word));
      } else if (word.endsWith(".yaml")) {
        arguments.add(root().resolve(word).toString());
      } else if (word.matches("[\\w-]+\\.\\w+")) {
        arguments.add(written.resolve(word).toString());
      } else {
        arguments.add(word);
      }
    }
    return arguments.toArray(String[]::new);
  }

  /** As a shell would do it. */
  private static List<String> matching(String pattern) throws IOException {
    Path path = root().resolve(pattern);
    List<String> matching = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(path.getParent(), String.valueOf(path.getFileName()))) {
      files.forEach(file -> matching.add(file.toString()));
    }
    return matching.stream().sorted().toList();
  }

  private static List<String> commands(Path document) throws IOException {
    List<String> commands = new ArrayList<>();
    boolean isConsole = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        isConsole = line.equals("```console");
      } else if (isConsole && line.startsWith(PROGRAM)) {
        commands.add(line.replaceFirst(" +#.*", ""));
      }
    }
    return commands;
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents.stream().sorted().toList();
  }

  /** Surefire starts tests in the folder of their module. */
  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
