"""What code versions count: the modules that are found in the text of imports, held against a parse of them."""

import grimp

from mtw_pipeline.defs import code_versions


def test_every_module_that_a_measure_imports_counts() -> None:
    graph = grimp.build_graph("mtw_pipeline", cache_dir=None)
    counting = {module for module in graph.modules if code_versions._counts(module)}
    assert len(counting) > 100
    for module in counting:
        imported = graph.find_modules_directly_imported_by(module) & counting
        assert imported <= code_versions._closure(module), module
