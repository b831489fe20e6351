from filon.kernel.charts import Flow, FlowNode, Link, Network, Node


def test_network_is_what_the_page_draws() -> None:
    network = Network("One school and its partner.", [Node("Mines", 0, 0, "hub", 30)], [Link("Mines", "Mines", "late", 2)])

    assert network.as_json() == {
        "kind": "network",
        "label": "One school and its partner.",
        "nodes": [{"name": "Mines", "x": 0, "y": 0, "group": "hub", "size": 30, "position": "bottom"}],
        "links": [["Mines", "Mines", "late", 2]],
    }


def test_flow_is_what_the_page_draws() -> None:
    flow = Flow(
        "Where gifts go.", [FlowNode("Gifts"), FlowNode("Grants for students", "kept", "Grants")], [("Gifts", "Grants for students", 500)]
    )

    assert flow.as_json() == {
        "kind": "flow",
        "label": "Where gifts go.",
        "nodes": [["Gifts", 0], ["Grants for students", 1, "Grants"]],
        "links": [["Gifts", "Grants for students", 500]],
    }
