package dev.zoetrope.kernel.install;

import dev.zoetrope.kernel.SuppressForbidden;
import java.lang.reflect.InvocationTargetException;

/**
 * What kernel.json starts. A copy lies beside kernel.json, last on the class path, so that it can
 * still say what is wrong when the kernel's jars have gone. Uses nothing but the JDK.
 */
@SuppressForbidden("the rim: no other part of the kernel may be there to speak")
public final class Start {
  private static final String MAIN = "dev.zoetrope.kernel.Main";

  private Start() {}

  /** Runs the kernel's main; exits with 2 if it cannot be found. */
  public static void main(String[] args) throws Exception {
    try {
      Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LinkageError missing) {
        complain(missing);
      }
      throw e;
    } catch (ClassNotFoundException | LinkageError e) {
      complain(e);
    }
  }

  private static void complain(Throwable cause) {
    System.err.println(
        "zoetrope: the kernel's jars are not where they were when it was installed ("
            + cause
            + "); run `zoetrope kernel install` again. Class path: "
            + System.getProperty("java.class.path"));
    System.exit(2);
  }
}
