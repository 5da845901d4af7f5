package dev.zoetrope.notebook;

import dev.zoetrope.Session;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.compare.ComparisonCancelled;
import dev.zoetrope.experiment.NotLogged;
import dev.zoetrope.kernel.KernelContext;
import dev.zoetrope.kernel.KernelExtension;
import dev.zoetrope.kernel.display.ErrorFace;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.EncodingException;

/** Opens the session's workbench when a kernel starts, and closes it when the kernel ends. */
public final class WorkbenchExtension implements KernelExtension {
  @Override
  public void install(KernelContext context) {
    Ticker ticker = Ticker.system();
    Workbench workbench =
        Workbench.open(
            WorkbenchConfig.defaults()
                .listener(() -> new LiveColumns(context.displays(), ticker))
                .listener(() -> new LivePanel(context.displays())));
    context.onClose(() -> close(workbench));
    Session.use(workbench);
    Drawings.register(context, workbench);
    faces(context);
    context.imports("dev.zoetrope.*", "dev.zoetrope.temporal.*", "dev.zoetrope.backend.Sampling");
  }

  private static void close(Workbench workbench) {
    Session.leave(workbench);
    workbench.close();
  }

  private static void faces(KernelContext context) {
    context.face(BackendException.class, e -> face("BackendException", e.getMessage()));
    context.face(
        EncodingException.class, e -> face("EncodingException", String.valueOf(e.getMessage())));
    context.face(
        SourceException.class, e -> face("SourceException", String.valueOf(e.getMessage())));
    context.face(NotLogged.class, e -> face("NotLogged", String.valueOf(e.getMessage())));
    context.face(ComparisonCancelled.class, e -> face("Cancelled", String.valueOf(e.getMessage())));
  }

  /** Their messages already say what to do next. */
  private static ErrorFace face(String name, String message) {
    return new ErrorFace(name, message, "");
  }
}
