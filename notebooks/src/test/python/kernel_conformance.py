"""The public conformance suite for Jupyter kernels, told what this kernel speaks."""

import os
import unittest

import jupyter_kernel_test

# Per request; the suite's own 15 s is short for a busy machine.
jupyter_kernel_test.TIMEOUT = 30

NAME = os.environ.get("ZOETROPE_KERNEL", "zoetrope")
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = NAME
    language_name = "java"
    file_extension = ".java"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("to stderr");'
    code_generate_error = 'throw new IllegalStateException("on purpose");'
    code_execute_result = [
        {"code": "1+2+3", "result": "6"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "java.util.List.of(1, 2)", "result": "[1, 2]"},
    ]
    code_display_data = [
        {"code": f'display("image/png", java.util.Base64.getDecoder().decode("{PIXEL}"));', "mime": "image/png"},
        {"code": 'display("text/html", "<b>bold</b>");', "mime": "text/html"},
    ]
    completion_samples = [
        {"text": '"abc".replaceA', "matches": {"replaceAll("}},
        {"text": "java.util.stream.Collec", "matches": {"Collector", "Collectors"}},
        {"text": "System.ou", "matches": {"out"}},
    ]
    complete_code_samples = [
        "1",
        "int a = 1;",
        'System.out.println("x")',
        "class A { int x; }",
        "int f(int x) { return x; }",
        "// only a comment",
        "for (int i = 0; i < 3; i++) { }",
        "record P(int x, int y) {}",
    ]
    incomplete_code_samples = [
        "int f(int x) {",
        "class A {",
        "for (int i = 0; i < 3; i++) {",
        "foo(",
        'String s = """\nabc',
        "int x =",
    ]
    invalid_code_samples = ["int 1x = 3;", "class 3 {}", "import = 7q;"]
    code_clear_output = "clearOutput(false);"
    code_inspect_sample = "String.valueOf"
    code_page_something = "String.valueOf?"
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = NAME
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
