package dev.zoetrope.kernel.magic;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The one list of the magics that come with the kernel. */
final class StandardMagics implements AutoCloseable {
  private final Magics all;
  private final Environment environment = new Environment(System.getenv());
  private Map<String, Magic> byName = Map.of();

  StandardMagics(Magics all) {
    this.all = all;
  }

  synchronized Map<String, Magic> byName() {
    if (byName.isEmpty()) {
      Map<String, Magic> made = new LinkedHashMap<>();
      make().forEach(magic -> made.put(magic.spec().name(), magic));
      byName = made;
    }
    return byName;
  }

  private List<Magic> make() {
    return List.of(
        new HelpMagic(all),
        new ListMagic(all),
        new TimeMagic(),
        new BenchMagic(),
        new MavenMagic(),
        ClassPathMagic.classPath(),
        ClassPathMagic.jars(),
        new LoadMagic(),
        new EnvMagic(environment),
        new ShellMagic(environment),
        new WhoMagic(),
        new ResetMagic(),
        ShowMagic.html(),
        ShowMagic.markdown(),
        ShowMagic.javascript());
  }

  @Override
  public synchronized void close() {
    for (Magic magic : byName.values()) {
      if (magic instanceof MavenMagic maven) {
        close(maven);
      }
    }
  }

  private static void close(MavenMagic maven) {
    try {
      maven.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(StandardMagics.class).warn("The resolver's files stay behind", e);
    }
  }
}
