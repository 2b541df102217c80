package dev.skew.house;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Fails the build when a specification on disk did not run. The runner that lets ScalaTest run
 * beside JUnit drops a specification whose constructor throws, without a word, and Surefire's
 * default includes skip every {@code *Spec}: in both cases the build would stay green.
 *
 * <p>Runs after the tests, since it reads what they leave behind.
 */
public final class SpecsRan {

  private SpecsRan() {}

  /**
   * Throws when a specification has no fresh report with tests in it.
   *
   * @param arguments the folder of sources, the folder of reports, and the instant at which the
   *     build began, as {@link Instant#parse} reads it
   */
  public static void main(String[] arguments) throws IOException {
    if (System.getProperty("test") != null || System.getProperty("skipTests") != null) {
      System.out.println("Not all tests were asked for: specifications are not counted.");
      return;
    }
    List<String> problems =
        problems(Path.of(arguments[0]), Path.of(arguments[1]), Instant.parse(arguments[2]));
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join(System.lineSeparator(), problems));
    }
    System.out.println("Every specification on disk ran.");
  }

  /** One line for each specification under {@code sources} that did not run since {@code began}. */
  static List<String> problems(Path sources, Path reports, Instant began) throws IOException {
    List<String> problems = new ArrayList<>();
    for (String specification : specifications(sources)) {
      Path report = reports.resolve("TEST-" + specification + ".xml");
      problem(report, began).ifPresent(text -> problems.add(specification + " " + text));
    }
    return problems;
  }

  private static List<String> specifications(Path sources) throws IOException {
    if (!Files.isDirectory(sources)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith("Spec.scala"))
          .map(file -> sources.relativize(file).toString())
          .map(name -> name.substring(0, name.length() - ".scala".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private static Optional<String> problem(Path report, Instant began) throws IOException {
    if (!Files.exists(report)) {
      return Optional.of("did not run: no report. Does its constructor throw?");
    }
    if (Files.getLastModifiedTime(report).toInstant().isBefore(began)) {
      return Optional.of("did not run in this build: its report is older.");
    }
    return testsIn(report) > 0 ? Optional.empty() : Optional.of("ran, but holds no tests.");
  }

  /** The {@code tests} attribute of the outermost element. */
  private static int testsIn(Path report) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader reader = factory.createXMLStreamReader(in);
      reader.nextTag();
      String tests = reader.getAttributeValue(null, "tests");
      return tests == null ? 0 : Integer.parseInt(tests);
    } catch (XMLStreamException e) {
      throw new IOException(report + " is not a report: " + e.getMessage(), e);
    }
  }
}
