package dev.skew.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Measures methods with the compiler's own parser, so that braces in strings do not count. */
final class MethodLengths {

  private MethodLengths() {}

  /** One line for each Java method that is longer than {@code max} lines. */
  static List<String> longerThan(int max, List<SourceTree.File> files) throws IOException {
    List<Path> paths =
        files.stream()
            .map(file -> SourceTree.findRoot().resolve(file.path()))
            .filter(path -> path.toString().endsWith(".java"))
            .toList();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  diagnostic -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(paths));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Measure(max, unit, positions, found).scan(unit, null);
      }
    }
    return found;
  }

  private static final class Measure extends TreeScanner<Void, Void> {

    private final int max;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;

    Measure(int max, CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.max = max;
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      long from = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long to = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      if (to - from + 1 > max) {
        Path file = Path.of(unit.getSourceFile().toUri());
        found.add(file.getFileName() + ": " + method.getName() + ": " + (to - from + 1) + " lines");
      }
      return super.visitMethod(method, null);
    }
  }
}
