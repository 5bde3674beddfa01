import com.sun.source.util.JavacTask;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Parses Java sources whose libraries are not here: prints what is no Java and exits 1. */
public class ParseOnly {
  public static void main(String[] names) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<File> sources = new ArrayList<>();
    for (String name : names) {
      sources.add(new File(name));
    }
    JavacTask task = (JavacTask) compiler.getTask(null, files, found, List.of("--release", "8"),
        null, files.getJavaFileObjectsFromFiles(sources));
    task.parse();
    boolean bad = false;
    for (Diagnostic<?> each : found.getDiagnostics()) {
      bad |= each.getKind() == Diagnostic.Kind.ERROR;
      System.out.println(each);
    }
    System.exit(bad || sources.isEmpty() ? 1 : 0);
  }
}
