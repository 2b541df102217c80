package dev.skew.rehearse.scenario;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads scenario files; reports everything that is wrong with one at once. */
public final class ScenarioReader {

  private ScenarioReader() {}

  /**
   * Reads a file.
   *
   * @throws ScenarioException with every problem, or one that says why the file cannot be read
   */
  public static Scenario read(Path file) throws ScenarioException {
    String name = Objects.toString(file.getFileName());
    try {
      // A file that is far too large is not even loaded.
      if (Files.size(file) > YamlTree.MAX_CHARACTERS) {
        throw refusal(
            name,
            "a scenario may have %d bytes, this file has %d"
                .formatted(YamlTree.MAX_CHARACTERS, Files.size(file)));
      }
      byte[] bytes = Files.readAllBytes(file);
      return read(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException wrong) {
      throw refusal(name, "must be text in UTF-8");
    } catch (IOException wrong) {
      throw refusal(name, "cannot be read: " + reason(file, wrong));
    }
  }

  private static String reason(Path file, IOException wrong) {
    if (Files.notExists(file)) {
      return "there is no such file";
    }
    return Files.isDirectory(file) ? "it is a directory" : wrong.toString();
  }

  private static ScenarioException refusal(String name, String message) {
    return new ScenarioException(List.of(new Problem(name, 1, 1, "", message)));
  }

  /**
   * Reads a text.
   *
   * @param name as problems show it
   * @throws ScenarioException with every problem
   */
  public static Scenario read(String name, String text) throws ScenarioException {
    Problems problems = new Problems(name);
    Scenario scenario = read(text, problems);
    problems.throwIfAny();
    return Objects.requireNonNull(scenario);
  }

  private static @Nullable Scenario read(String text, Problems problems) {
    Node root = YamlTree.read(text, problems);
    if (root == null) {
      return null;
    }
    Values values = ScenarioTable.SCENARIO.readFields(root, new Place(problems, ""), null);
    if (values == null) {
      return null;
    }
    problems.check(ScenarioTable.names(values, problems::noneBelow));
    return ScenarioTable.SCENARIO.make(values);
  }
}
