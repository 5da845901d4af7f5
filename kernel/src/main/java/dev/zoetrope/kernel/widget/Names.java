package dev.zoetrope.kernel.widget;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which code in the page is a widget's model and its view.
 *
 * @param module the npm package of the model
 * @param version a semantic version, or a range, of that package
 * @param model the model's class
 * @param viewModule the npm package of the view
 * @param view the view's class
 */
record Names(String module, String version, String model, String viewModule, String view) {
  private static final String BASE = "@jupyter-widgets/base";
  private static final String CONTROLS = "@jupyter-widgets/controls";
  private static final String OUTPUT = "@jupyter-widgets/output";

  /** What ipywidgets 8 speaks; base and controls go by the same number. */
  private static final String VERSION = "2.0.0";

  static Names control(String name) {
    // The one view that several models share.
    String view = name.endsWith("Progress") ? "ProgressView" : name + "View";
    return new Names(CONTROLS, VERSION, name + "Model", CONTROLS, view);
  }

  static Names style(String name) {
    return new Names(CONTROLS, VERSION, name + "Model", BASE, "StyleView");
  }

  static Names layout() {
    return new Names(BASE, VERSION, "LayoutModel", BASE, "LayoutView");
  }

  static Names output() {
    return new Names(OUTPUT, "1.0.0", "OutputModel", OUTPUT, "OutputView");
  }

  /**
   * Any version, since a kernel cannot know which one the page has, and the state has not changed.
   */
  static Names anywidget() {
    return new Names("anywidget", "*", "AnyModel", "anywidget", "AnyView");
  }

  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("_model_module", module);
    state.put("_model_module_version", version);
    state.put("_model_name", model);
    state.put("_view_module", viewModule);
    state.put("_view_module_version", version);
    state.put("_view_name", view);
    return state;
  }
}
