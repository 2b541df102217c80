package dev.skew.house;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The project's own text files, without what is built or fetched.
 *
 * @param files in the order of their paths
 */
record SourceTree(Path root, List<File> files) {

  private static final Set<String> SKIPPED =
      Set.of(
          ".git", ".skew", ".idea", ".bsp", ".metals", ".vscode", "target", "node_modules", "dist");

  private static final Set<String> CODE = Set.of("java", "scala", "ts", "tsx");

  private static final Set<String> TEXT =
      Set.of("md", "xml", "yaml", "yml", "json", "conf", "css", "html", "svg", "sh", "properties");

  /**
   * @param path relative to the root
   */
  record File(Path path, List<String> lines) {}

  /** The nearest folder above the working directory that holds the launcher. */
  static Path findRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("skew")) || !Files.exists(folder.resolve("pom.xml"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("no folder with skew and pom.xml above the working one");
      }
      folder = parent;
    }
    return folder;
  }

  static SourceTree read(Path root) throws IOException {
    List<File> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (isText(file)) {
              files.add(new File(root.relativize(file), Files.readAllLines(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(java.util.Comparator.comparing(File::path));
    return new SourceTree(root, List.copyOf(files));
  }

  static boolean isCode(Path file) {
    return CODE.contains(extension(file));
  }

  static boolean isText(Path file) {
    return isCode(file) || TEXT.contains(extension(file));
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
